import Domain
import Evidence

/// Seals while there is news: at the latest a second after it, and what comes together together.
public struct Sealing: Sendable {
    private static let pause = Duration(milliseconds: 250)
    private let desk: ServiceDesk
    public let sealer: Sealer

    public init(_ desk: ServiceDesk, _ sealer: Sealer) {
        self.desk = desk
        self.sealer = sealer
    }

    /// Looks through the log once a day, beginning soon after the start, at a pace that nobody notices.
    public func audit(after first: Duration = .seconds(10)) async {
        var wait = first
        while !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(wait.milliseconds))
            wait = .hours(24)
            guard !Task.isCancelled, await desk.leads("sealer") else { continue }
            do {
                let count = try await sealer.audit { try? await Task.sleep(for: .milliseconds(5)) }
                if let trouble = await sealer.trouble {
                    let facts = ["entries": "\(count)", "cause": trouble]
                    desk.edges.log(
                        LogLine(.error, "The evidence log was looked through, and is not gone on with.", facts))
                } else {
                    desk.edges.log(LogLine(.info, "The evidence log is whole.", ["entries": "\(count)"]))
                }
            } catch {
                // A store that was asked while the program ends has an error of its own for it.
                if Task.isCancelled { return }
                desk.edges.log(
                    LogLine(.error, "The evidence log could not be looked through.", ["cause": Outage.text(error)]))
            }
        }
    }

    /// Runs until the task is cancelled.
    public func run() async {
        var outage = Outage("Nothing is sealed.", desk.edges)
        while !Task.isCancelled {
            do {
                if await desk.leads("sealer") {
                    while try await sealer.step() == Sealer.atMost, !Task.isCancelled {}
                    outage.isOver()
                } else {
                    await sealer.rest()
                }
            } catch {
                if Task.isCancelled { return }
                outage.goesOn(error)
                await sealer.rest()
            }
            await desk.wakeSealer.wait(atMost: .seconds(1))
            try? await Task.sleep(for: .milliseconds(Self.pause.milliseconds))
        }
    }
}
