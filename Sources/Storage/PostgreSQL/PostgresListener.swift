import CPostgres
import Foundation
import Synchronization

/// Hears of every batch that any node writes, on a connection and a thread of its own.
final class PostgresListener: Sendable {
    private struct State {
        var tell: [@Sendable () -> Void] = []
        var isStopped = false
    }
    private let place: PostgresPlace
    private let state = Mutex(State())

    init(_ place: PostgresPlace) { self.place = place }

    func tell(_ body: @escaping @Sendable () -> Void) { state.withLock { $0.tell.append(body) } }

    func start() {
        let thread = Thread { [self] in listen() }
        thread.name = "yinuo listener"
        thread.start()
    }

    func stop() { state.withLock { $0.isStopped = true } }

    private var isStopped: Bool { state.withLock { $0.isStopped } }

    private func listen() {
        while !isStopped {
            do {
                let link = try Link(place.url, settings: "LISTEN yinuo;")
                // What was written while nobody listened.
                report()
                while !isStopped, !link.isLost { hear(link) }
            } catch {
                Thread.sleep(forTimeInterval: 0.5)
            }
        }
    }

    private func hear(_ link: Link) {
        var descriptor = pollfd(fd: PQsocket(link.connection), events: Int16(POLLIN), revents: 0)
        // So that it ends soon after it is stopped.
        guard poll(&descriptor, 1, 200) > 0 else { return }
        guard PQconsumeInput(link.connection) == 1 else { return }
        var hasHeard = false
        while let notice = PQnotifies(link.connection) {
            hasHeard = true
            PQfreemem(notice)
        }
        if hasHeard { report() }
    }

    private func report() { for tell in state.withLock({ $0.tell }) { tell() } }
}
