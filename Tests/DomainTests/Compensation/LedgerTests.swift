import Domain
import Support
import Testing

/// What a contract is owed, line by line (C16, B22, B28).
struct LedgerTests {
    private func settle(_ ledger: inout Ledger, _ owed: [Owed], of ticket: TicketID = "T1") -> [String] {
        let events = ledger.decide(settle: owed, of: ticket, at: t("12:00"))
        for event in events { ledger.evolve(event) }
        return events.map(\.words)
    }

    private func line(_ basis: Owed.Basis, _ minor: Int64, estimate: Bool = false) -> Owed {
        Owed(basis: basis, minor: minor, isEstimate: estimate)
    }

    @Test func `settling twice posts once`() {
        var ledger = Ledger(contract: "K")
        let owed = [line(.labour, 500), line(.lateness(month: 0), 700), line(.grant("warranty"), 0)]
        #expect(settle(&ledger, owed) == ["post labour 500", "post month 0 700", "post warranty 0"])
        #expect(settle(&ledger, owed) == [])
        #expect(ledger.totalMinor == 1_200)
    }

    @Test func `an estimate is not posted`() {
        var ledger = Ledger(contract: "K")
        #expect(
            settle(&ledger, [line(.lateness(month: 0), 700), line(.lateness(month: 1), 20, estimate: true)]) == [
                "post month 0 700"
            ])
    }

    @Test func `what no longer holds is reversed, what changed is reversed and posted`() {
        var ledger = Ledger(contract: "K")
        _ = settle(&ledger, [line(.labour, 500), line(.lateness(month: 0), 700)])
        #expect(
            settle(&ledger, [line(.labour, 500), line(.lateness(month: 0), 600)]) == [
                "reverse month 0 700", "post month 0 600",
            ])
        #expect(settle(&ledger, []) == ["reverse labour 500", "reverse month 0 600"])
        #expect(ledger.totalMinor == 0 && ledger.standing.isEmpty)
        #expect(settle(&ledger, [line(.labour, 500)]) == ["post labour 500"], "the reversal can be reversed")
    }

    @Test func `tickets do not disturb each other`() {
        var ledger = Ledger(contract: "K")
        _ = settle(&ledger, [line(.labour, 500)])
        #expect(settle(&ledger, [line(.labour, 300)], of: "T2") == ["post labour 300"])
        #expect(settle(&ledger, [], of: "T2") == ["reverse labour 300"])
        #expect(ledger.totalMinor == 500)
    }

    @Test func `the ceiling cuts what goes beyond it`() {
        var ledger = Ledger(contract: "K", ceilingMinor: 1_000)
        #expect(settle(&ledger, [line(.labour, 800)]) == ["post labour 800"])
        #expect(settle(&ledger, [line(.labour, 800)], of: "T2") == ["post labour 200 of 800"])
        #expect(settle(&ledger, [line(.labour, 1)], of: "T3") == ["post labour 0 of 1"])
        #expect(ledger.totalMinor == 1_000)
        #expect(settle(&ledger, [line(.labour, 800)], of: "T2") == [], "cut, but settled")
        #expect(settle(&ledger, [line(.labour, 900)]) == ["reverse labour 800", "post labour 800 of 900"])
    }

    @Test func `a withdrawn breach reverses its posting, and a new one posts again`() throws {
        let owes = grade("g", promise("respond", "engaged", within: "15m"), owes: .labour(.percent(100)))
        var stage = Stage([owes])
        var ledger = Ledger(contract: "K")
        func owed() -> [Owed] { stage.judge().owed(stage.clocks(), under: OwedTests.contract, stage.book) }
        try stage.play(["10:20 engaged", "10:30 labour-recorded 60"])
        #expect(settle(&ledger, owed()) == ["post labour 30000"])
        try stage.play("11:00 correct 3 10:10")
        #expect(stage.told.last == "11:00 withdrawn respond")
        #expect(settle(&ledger, owed()) == ["reverse labour 30000"])
        try stage.play("11:10 correct 3 10:16")
        #expect(stage.told.last == "10:15:00.001 breached respond")
        #expect(settle(&ledger, owed()) == ["post labour 30000"])
    }

    @Test(arguments: [(Int64(100_000), Int64(0)), (99_999, 1), (0, 100_000), (250_000, 0)])
    func `a deposit below its floor falls short`(_ balance: Int64, _ shortfall: Int64) {
        let deposit = Guarantees.Deposit(id: "service", base: .contractValue, floor: .percent(10))
        #expect(deposit.shortfall(balance: balance, base: 1_000_000) == shortfall)
    }

    @Test(arguments: [
        (Int64(5), Int64(10), Int64(1)), (4, 10, 0), (15, 10, 2), (14, 10, 1),
        (1_000_000_000_000, 100, 1_000_000_000_000),
    ])
    func `a share is rounded half up`(_ minor: Int64, _ percent: Int64, _ share: Int64) {
        #expect(Share.percent(percent).of(minor) == share)
    }
}

extension Ledger.Event {
    fileprivate var words: String {
        switch self {
        case .posted(let key, let posting, _):
            "post \(key.basis.words) \(posting.minor)" + (posting.minor == posting.owed ? "" : " of \(posting.owed)")
        case .reversed(let key, let posting, _): "reverse \(key.basis.words) \(posting.minor)"
        }
    }
}

extension Owed.Basis {
    fileprivate var words: String {
        switch self {
        case .labour: "labour"
        case .lateness(let month): "month \(month)"
        case .grant(let benefit): benefit
        }
    }
}
