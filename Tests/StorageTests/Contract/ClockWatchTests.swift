import Domain
import Testing

@testable import Desk

/// What a node tells of its clock, and when it keeps quiet.
@Suite struct ClockWatchTests {
    /// What is read and said at a second, and what is told then; what is told stands from then on.
    struct Look: Sendable {
        let second: Int64
        let leap: Duration?
        let isTrusted: Bool
        let tells: ClockWatch.Telling?
        init(_ second: Int64, _ leap: Duration?, _ isTrusted: Bool, _ tells: ClockWatch.Telling? = nil) {
            (self.second, self.leap, self.isTrusted, self.tells) = (second, leap, isTrusted, tells)
        }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let title: String
        let isShared: Bool
        let looks: [Look]
        init(_ title: String, isShared: Bool = true, _ looks: [Look]) {
            (self.title, self.isShared, self.looks) = (title, isShared, looks)
        }
        var testDescription: String { title }
    }

    private static let hour = Duration.hours(1)
    private static let leapt = ClockWatch.Telling.leapt(by: hour)

    @Test(arguments: [
        Case(
            "who is alone tells at once", isShared: false,
            [Look(0, nil, true), Look(1, hour, true, leapt), Look(2, hour, false), Look(3, nil, false, .trusted)]),
        Case("who is alone and begins anew trusts at once", isShared: false, [Look(0, nil, false, .trusted)]),
        Case("a leap that does not last is not told", [Look(0, hour, true), Look(4, hour, true), Look(5, nil, true)]),
        Case(
            "what is broken off begins anew",
            [
                Look(0, hour, true), Look(4, nil, true), Look(5, hour, true), Look(9, hour, true),
                Look(10, hour, true, leapt),
            ]),
        Case(
            "a leap is told once, whatever others say",
            [
                Look(0, hour, true), Look(5, hour, true, leapt), Look(6, hour, false), Look(7, hour, true),
                Look(60, hour, true), Look(61, nil, true), Look(70, nil, true),
            ]),
        Case(
            "who told a leap tells its end, and the next leap",
            [
                Look(0, hour, true), Look(5, hour, true, leapt), Look(6, nil, false), Look(11, nil, false, .trusted),
                Look(12, nil, true), Look(20, hour, true), Look(25, hour, true, leapt),
            ]),
        Case(
            "another's leap is another's to end, unless nobody does",
            [
                Look(0, nil, true), Look(1, nil, false), Look(6, nil, false), Look(3_600, nil, false),
                Look(3_601, nil, false, .trusted), Look(3_602, nil, true),
            ]),
        Case(
            "who begins anew mends what it finds, when that lasts",
            [Look(0, nil, false), Look(4, nil, false), Look(5, nil, false, .trusted), Look(6, nil, true)]),
        Case(
            "what another has mended meanwhile is done",
            [Look(0, nil, false), Look(1, nil, true), Look(2, nil, false), Look(60, nil, false)]),
        Case(
            "a leap that another's hid is told when the other's is over",
            [Look(0, hour, false), Look(9, hour, false), Look(10, hour, true), Look(15, hour, true, leapt)]),
    ])
    func `a node tells`(_ asked: Case) {
        var watch = ClockWatch(isShared: asked.isShared)
        for look in asked.looks {
            let told = watch.look(leap: look.leap, isTrusted: look.isTrusted, at: .seconds(look.second))
            #expect(told == look.tells, "at second \(look.second)")
            if let told { watch.hasTold(told) }
        }
    }

    @Test func `nodes of different clocks come to an end`() {
        var watches = (0..<3).map { _ in ClockWatch(isShared: true) }
        var isTrusted = true
        var journal: [ClockWatch.Telling] = []
        func pass(_ seconds: Range<Int64>, leaps: [Duration?]) {
            for second in seconds {
                for node in watches.indices {
                    let told = watches[node].look(leap: leaps[node], isTrusted: isTrusted, at: .seconds(second))
                    guard let told else { continue }
                    watches[node].hasTold(told)
                    journal.append(told)
                    isTrusted = told == .trusted
                }
            }
        }
        pass(0..<600, leaps: [Self.hour, nil, nil])
        #expect(journal == [Self.leapt])
        // The cure: the one that leapt is started anew.
        watches[0] = ClockWatch(isShared: true)
        pass(600..<1_200, leaps: [nil, nil, nil])
        #expect(journal == [Self.leapt, .trusted])
    }
}
