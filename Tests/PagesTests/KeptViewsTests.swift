import Domain
import Testing

@testable import Pages

/// Views that a browser keeps, as a cookie.
struct KeptViewsTests {
    private static let mine = QueueView().with { $0.whose = .mine }

    @Test(arguments: ["早班", "a=b&c;d, e", "\"><script>", "x\r\nSet-Cookie: y=1", "%41+1", "💬"])
    func `whatever a view is called, the cookie brings it back and ends nowhere else`(_ name: String) {
        var kept = KeptViews()
        let isKept = [kept.keep(AddressTests.view, as: name), kept.keep(Self.mine, as: "other")]
        #expect(isKept == [true, true])
        #expect(KeptViews(kept.cookie) == kept)
        #expect(kept.cookie.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ";") })
        kept.drop(name)
        #expect(kept.views.map(\.name) == ["other"])
    }

    @Test func `a name is one view's, from its first page`() {
        var kept = KeptViews()
        let isKept = [kept.keep(QueueView(), as: "mine"), kept.keep(Self.mine.turned(to: 3), as: "mine")]
        #expect(isKept == [true, true])
        #expect(kept.views.map(\.view) == [Self.mine])
    }

    @Test func `more than a browser would keep is not kept, and takes nothing away`() {
        var kept = KeptViews()
        var count = 0
        while count < 1_000, kept.keep(Self.mine, as: "view \(count)") { count += 1 }
        #expect(count > 20 && kept.views.count == count && kept.cookie.utf8.count <= KeptViews.bytesAtMost)
    }

    @Test(arguments: [
        "", "x", "=%2Fqueue", "a=%2Ftickets%2F1", "a=https%3A%2F%2Fevil.example", "%FF=%2Fqueue", "a=%2F%2Fx",
    ])
    func `a cookie that is none of ours keeps nothing`(_ cookie: String) {
        #expect(KeptViews(cookie).views.isEmpty)
    }
}

extension QueueView {
    fileprivate func turned(to page: Int) -> QueueView {
        var view = self
        view.page = page
        return view
    }
}
