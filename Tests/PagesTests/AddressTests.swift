import Domain
import Testing

@testable import Pages

struct AddressTests {
    static let view: QueueView = {
        var view = QueueView()
        view.whose = .myTeams
        view.risk = .atRisk
        view.team = "first-line"
        view.grade = "standard/tier-2"
        view.page = 3
        return view
    }()

    static let figures = FiguresView().with {
        $0.period = .days(30)
        $0.by = .team
        $0.filters = [.init(.category, ["a", "b c", ""]), .init(.grade, ["standard/tier-1"])]
        $0.at = Instant(milliseconds: 1_771_072_200_000)
    }
    static let figure = FigureView(.complaints, figures, part: .rest).with {
        $0.group = .word("x, y")
        $0.after = .init(rank: -77, opened: 12)
    }

    static let all: [Address] =
        [
            .home, .signIn(), .signIn(to: .queue(view)), .signIn(to: .ticket("t-1")), .signInProvider,
            .providerAnswer(code: "a b", state: "c"), .signOut, .look,
            .password, .forgotten, .entry, .link("YWRt-_=.x"), .ticketLink("a.b-c_d"), .queue(), .queue(view),
            .queueRows(view, ["a", "b-2"]), .next, .views, .search("打印机 \"坏\" & <b>"), .ticket("3k9x"),
            .certificate("3k9x"), .notices, .bell(), .bell(at: "3k9x"), .leave("3k9x"),
            .submit, .promises, .figures(), .figures(figures), .figuresSheet(figures), .figure(figure),
            .figureSheet(figure),
            .figures(FiguresView().with { $0.period = .between(Day("2026-02-01")!, Day("2026-02-14")!) }),
            .figure(FigureView(.atRisk, figures.with { $0.period = .all }, in: .others)), .gallery(), .gallery("queue"),
            .file("style-0f.css"), .customer("c-1"),
        ] + Deed.allCases.map { .deed("3k9x", $0) } + [.access()] + Address.Access.allCases.map { .access($0) }
        + [.accounts()] + Address.Account.allCases.map { .accounts($0) }

    @Test(arguments: all) func `every address is read back from its link`(address: Address) {
        #expect(Address(address.text) == address, "\(address.text)")
    }

    @Test(arguments: [
        "", "queue", "//evil.example/queue", "https://evil.example", "/nowhere", "/tickets/", "/tickets/a%2Fb",
        "/tickets/a/nothing", "/tickets/a/b/c", "/queue/rows/x", "/%FF", "/tickets/%00", "/sign-in/elsewhere",
        "/figures/nothing", "/figures/owed.pdf", "/figures/owed/x", "javascript:alert(1)", "/link", "/assets/a/b",
        "/access/nothing", "/notices/x", "/tickets/a/leave/x",
        "/access/end/x", "/accounts/nothing",
    ]) func `what is none of ours is no address`(text: String) {
        let address = Address(text)
        // Two slashes before a host are one path to us, and never a link to that host.
        #expect(address == nil || address?.text.hasPrefix("//") == false && address.map { Address($0.text) } == address)
        if text.contains("evil") { #expect(address.map { !$0.text.contains("evil") } ?? true) }
    }

    @Test func `a way back leads only to our own pages`() {
        for to in ["//evil.example", "https://evil.example/queue", "/\\evil.example", "javascript:alert(1)"] {
            #expect(Address("/sign-in?to=\(PercentCode.encoded(to))") == .signIn(to: nil) || to.hasPrefix("/"))
            if case .signIn(let back?)? = Address("/sign-in?to=\(PercentCode.encoded(to))") {
                #expect(!back.text.contains("evil"), "\(back.text)")
            }
        }
    }

    @Test(arguments: [
        "/figures?period=banana", "/figures?period=5000d", "/figures?by=moon", "/figures?where.moon=1",
        "/figures?at=then",
        "/figures.csv?period=banana", "/figures/owed?part=half", "/figures/owed?after=x", "/queue?risk=foo",
        "/queue?whose=me", "/queue?team=a%2Fb", "/queue/rows?risk=foo&ids=a",
    ]) func `a word that no filter and no period has is no address, and nothing else is shown instead`(text: String) {
        #expect(Address(text) == nil)
    }

    @Test func `what an address says besides is let be, and what a form leaves empty`() {
        #expect(Address("/figures?utm=x&by=&period=&from=&to=&at=") == .figures())
        #expect(Address("/queue?utm=x&risk=&whose=&team=&grade=&page=-4") == .queue(QueueView()))
    }

    @Test(arguments: [
        ("from=2026-11-20&to=2026-11-10", "2026-11-20", "2026-11-10"), ("from=2026-02-30&to=x", "2026-02-30", "x"),
        ("from=2026-02-01", "2026-02-01", ""), ("from=1990-01-01&to=2026-01-01&period=7d", "1990-01-01", "2026-01-01"),
    ]) func `days that are no stretch of time are kept as they were written`(text: String, from: String, to: String) {
        let view = FiguresView().with { $0.period = .unclear(from: from, to: to) }
        #expect(Address("/figures?" + text) == .figures(view))
        #expect(Address(Address.figures(view).text) == .figures(view))
    }

    @Test func `of too many filters none is left out without a word`() {
        guard case .figures(let view)? = Address("/figures?where.team=a&where.agent=b&where.site=c&where.grade=d")
        else {
            Issue.record("no figures")
            return
        }
        #expect(view.filters.map(\.dimension) == [.team, .agent, .site, .grade], "the desk refuses them")
    }
}
