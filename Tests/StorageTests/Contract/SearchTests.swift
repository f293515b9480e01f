import Desk
import Domain
import Edges
import Storage
import Support
import Testing

/// What is found, by whom and in which order, in both stores.
@Suite(.serialized) struct SearchTests {
    private func desk(_ maker: Maker, _ place: Place) async throws -> TestDesk {
        let desk = try await TestDesk(try await maker.store(place))
        try await desk.put(
            .customer, "c2", ["name": "王芳贸易", "phone": "+86 138-1234-5678", "email": "wang.fang@example.com"])
        try await desk.put(.contact, "p1", ["customer": "c1", "name": "Jürgen Müller", "department": "Einkauf"])
        try await desk.ask(
            "t-2024", "三楼打印机无法打印", "今天早上开始一直显示卡纸,重启后仍然不行。", [.category: "ordinary-fault", .channel: "web"])
        try await desk.ask("t-2025", "The printer on floor three", "It shows a paper jam since this morning.")
        try await desk.ask("t-2026", "プリンターが使えません", "再起動しましたが変わりません。", of: "c2")
        try await desk.ask("t-2027", "프린터가 접속되지 않습니다", "오늘 아침부터입니다.", of: "c2")
        try await desk.message("t-2025", .agentMessage, "We found the cause: a worn roller.")
        try await desk.note("t-2025", "The customer is difficult, legal should look at it.")
        try await desk.index()
        return desk
    }

    @Test(arguments: Maker.allCases)
    func `words of four languages find what holds them`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await desk(maker, place)
        let cases: [(words: String, found: Set<String>)] = [
            ("打印机", ["t-2024"]), ("打印机 卡纸", ["t-2024"]), ("打印机 漏油", []), ("机", ["t-2024"]),
            ("printer", ["t-2025"]), ("PRINTER jam", ["t-2025"]), ("jam roller", ["t-2025"]), ("roller 卡纸", []),
            ("ﾌﾟﾘﾝﾀｰ", ["t-2026"]), ("再起動", ["t-2026"]), ("프린터", ["t-2027"]), ("접속", ["t-2027"]),
            // The last word may be begun, others may not.
            ("pap", ["t-2025"]), ("pap jam", []), ("pap ", []),
            ("t-2024", ["t-2024"]), ("2026", ["t-2026"]), ("T-2024", ["t-2024"]),
            ("müller", ["contact/p1"]), ("muller", ["contact/p1"]), ("einkauf", ["contact/p1"]),
            ("13812345678", ["customer/c2"]), ("138 1234 5678", ["customer/c2"]), ("5678", ["customer/c2"]),
            ("wang.fang@example.com", ["customer/c2"]), ("王芳", ["customer/c2"]),
            ("difficult legal", ["t-2025"]), ("ordinary-fault", ["t-2024"]),
            ("\"paper jam\"", ["t-2025"]), ("\"jam paper\"", []), ("\"显示卡纸\"", ["t-2024"]), ("\"卡纸显示\"", []),
            ("", []), ("   ", []), ("!?", []), ("zzz", []), ("\"", []), ("\"\"", []), ("\u{0}", []),
        ]
        for (words, found) in cases {
            #expect(Set(try await desk.find(words)) == found, "\(words)")
        }
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `a phrase is looked for no further than its page, and its pages hold it all once`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await desk(maker, place)
        for number in 10..<50 {
            try await desk.ask(
                TicketID("t-3\(number)"), number.isMultiple(of: 3) ? "The jam has no paper" : "A paper jam again")
        }
        try await desk.index()
        var query = SearchQuery("\"paper jam\"", limit: 3)
        var (found, pages): ([String], Int) = ([], 0)
        while true {
            let page = try await desk.desk.search(query)
            // Only the last page has to look at all that hold both words.
            #expect(page.isMore || pages > 0)
            found += page.hits.map(\.stream.id)
            pages += 1
            guard let next = page.next(after: query) else { break }
            query.offset = next
        }
        let wanted = (10..<50).filter { !$0.isMultiple(of: 3) }.map { "t-3\($0)" } + ["t-2025"]
        #expect(found.sorted() == wanted.sorted())
        #expect(pages == (wanted.count + 2) / 3)
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `a customer finds own tickets by what a customer may read, and nothing else`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await desk(maker, place)
        #expect(try await desk.find("printer", customer: "c1") == ["t-2025"])
        #expect(try await desk.find("worn roller", customer: "c1") == ["t-2025"])
        #expect(try await desk.find("printer", customer: "c2") == [])
        #expect(try await desk.find("프린터", customer: "c2") == ["t-2027"])
        for word in ["difficult", "legal", "ordinary-fault", "müller", "Example", "t-2026", "c1"] {
            #expect(try await desk.find(word, customer: "c1") == [], "\(word)")
        }
        #expect(try await desk.find("t-2024", customer: "c1") == ["t-2024"])
        // Whatever is filtered for: it stays within what is the customer's.
        var query = SearchQuery("", customer: "c1")
        query.filters.customer = "c2"
        #expect(try await desk.find(query) == [])
        query.filters.customer = nil
        query.filters.kind = .record(.contact)
        #expect(try await desk.find(query) == [])
        query.filters.kind = nil
        #expect(try await desk.find(query) == ["t-2025", "t-2024"])
        // A word of a note is not marked for a customer, nor shown.
        let page = try await desk.desk.search(SearchQuery("printer", customer: "c1"))
        #expect(!page.hits.contains { "\($0)".contains("difficult") })
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `filters leave what they say`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await desk(maker, place)
        try await desk.put(.queue, "night", ["title.en": "Night"])
        _ = try await desk.desk.perform(Request("agent:a1", .ticket("t-2025", [.change(.set(.queue, "night"))])))
        for name in [EventName.engaged, .resolved, .closed] { _ = try await desk.tell("t-2026", name) }
        desk.clock.pass(.hours(24))
        try await desk.ask("t-2028", "The printer again")
        try await desk.index()
        func found(_ set: (inout SearchQuery.Filters) -> Void) async throws -> Set<String> {
            var query = SearchQuery("")
            set(&query.filters)
            return Set(try await desk.find(query))
        }
        #expect(try await found { $0.isOpen = false } == ["t-2026"])
        #expect(try await found { $0.isOpen = true } == ["t-2024", "t-2025", "t-2027", "t-2028"])
        #expect(try await found { $0.queue = "night" } == ["t-2025"])
        #expect(try await found { $0.category = "ordinary-fault" } == ["t-2024"])
        #expect(try await found { $0.channel = "web" } == ["t-2024"])
        #expect(try await found { $0.kind = .record(.contact) } == ["contact/p1"])
        #expect(
            try await found {
                $0.kind = .ticket
                $0.customer = "c2"
            } == ["t-2026", "t-2027"])
        #expect(try await found { $0.customer = "c2" } == ["t-2026", "t-2027", "customer/c2"])
        let later = TestDesk.start + .hours(12)
        #expect(
            try await found {
                $0.kind = .ticket
                $0.receivedFrom = later
            } == ["t-2028"])
        #expect(
            try await found {
                $0.isOpen = true
                $0.receivedTo = later
            } == ["t-2024", "t-2025", "t-2027"])
        #expect(
            try await found {
                $0.kind = .ticket
                $0.receivedFrom = later
                $0.receivedTo = TestDesk.start
            } == [])
        // What is no longer so is no longer found.
        _ = try await desk.desk.perform(Request("agent:a1", .ticket("t-2025", [.change(.set(.queue, nil))])))
        try await desk.index()
        #expect(try await found { $0.queue = "night" } == [])
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `an id comes first, a subject before a text, and among equals the newest`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        let filler = String(repeating: "Nothing that matters is said in this sentence here. ", count: 8)
        try await desk.ask("t1", "Something", "One word about the scanner. " + filler)
        try await desk.ask("t2", "Scanner out of order", "It does not start.")
        try await desk.ask("t3", "Something", "scanner scanner scanner")
        try await desk.ask("t4", "Something", "One word about the scanner. " + filler)
        try await desk.ask("scanner", "Nothing of the kind", "No word of it.")
        try await desk.index()
        #expect(try await desk.find("scanner") == ["scanner", "t2", "t3", "t4", "t1"])
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `a slip is forgiven where nothing has the word as it was typed`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await desk(maker, place)
        for (typed, found) in [
            ("prinetr ", ["t-2025"]), ("rinter ", ["t-2025"]), ("printre", ["t-2025"]), ("morninh jam", ["t-2025"]),
            ("floot ", ["t-2025"]), ("jma ", []), ("2029", []), ("einkaif ", ["contact/p1"]), ("customrs ", ["t-2025"]),
            ("dificult", ["t-2025"]), ("difikult", ["t-2025"]), ("tifficuld ", []),
        ] {
            let page = try await desk.desk.search(SearchQuery(typed))
            let ids = page.hits.map { $0.stream.kind == .ticket ? $0.stream.id : "\($0.stream)" }
            #expect(ids == found && page.isCorrected == !found.isEmpty, "\(typed): \(ids)")
        }
        #expect(try await desk.desk.search(SearchQuery("printer")).isCorrected == false)
        // For a customer it makes no difference whether somebody else has the word.
        #expect(try await desk.find("prnter ", customer: "c1") == ["t-2025"])
        #expect(try await desk.find("prnter ", customer: "c2") == [])
        try await desk.ask("t-9", "My prnter", of: "c2")
        try await desk.index()
        #expect(try await desk.find("prnter ", customer: "c1") == ["t-2025"])
        // In what has a digit there is none: another number is another part.
        try await desk.ask("t-8", "Fuse xkrtz4021b of the press")
        try await desk.index()
        #expect(try await desk.find("xkrtz4021b ") == ["t-8"])
        for typed in ["xkrtz4022b ", "xktrz4021b ", "krtz4021b "] {
            #expect(try await desk.find(typed) == [], "\(typed)")
        }
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `whoever types an id gets it first, as it is, in lower or in upper case`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        try await desk.put(.customer, "c2", ["name": "Another Ltd"])
        try await desk.put(.contact, "pump-7", ["customer": "c1", "name": "Jo"])
        for id in ["INC-7", "inc-8", "Inc-9"] as [TicketID] { try await desk.ask(id, "Something") }
        for number in 0..<3 {
            try await desk.ask(TicketID("t\(number)"), "INC 7 inc 8 Inc 9 pump 7", "inc 7, inc 8, inc 9, pump 7")
        }
        try await desk.index()
        for (typed, first) in [
            ("INC-7", "INC-7"), ("inc-7", "INC-7"), ("Inc-7", "INC-7"), (" inc-8 ", "inc-8"), ("INC-8", "inc-8"),
            ("Inc-9", "Inc-9"), ("pump-7", "contact/pump-7"), ("PUMP-7", "contact/pump-7"),
        ] {
            let found = try await desk.find(typed)
            #expect(found.count == 4 && found.first == first, "\(typed): \(found)")
        }
        // Of two cases, and in another: only its words are found.
        #expect(Set(try await desk.find("INC-9")) == ["Inc-9", "t0", "t1", "t2"])
        // It is no hit by that alone: neither of another customer's, nor of another kind.
        try await desk.ask("t3", "inc 7", of: "c2")
        try await desk.index()
        #expect(try await desk.find("INC-7", customer: "c2") == ["t3"])
        var query = SearchQuery("pump-7")
        query.filters.kind = .ticket
        #expect(try await desk.find(query) == ["t2", "t1", "t0"])
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `hits show where they say what was looked for, in at most 160 characters`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await desk(maker, place)
        let long = String(repeating: "前面的话很长。", count: 100) + "这里说到了漏油的地方。" + String(repeating: "后面的话也很长。", count: 100)
        try await desk.ask("t-3", "空压机", long)
        try await desk.index()
        func hit(_ words: String) async throws -> SearchHit {
            try #require(try await desk.desk.search(SearchQuery(words)).hits.first)
        }
        let oil = try await hit("漏油")
        let snippet = try #require(oil.snippet)
        #expect(
            snippet.text.count <= 160 && snippet.isCutBefore && snippet.isCutAfter && snippet.text.contains("说到了漏油的"))
        #expect(snippet.parts.filter(\.isMatch).map(\.text) == ["漏油"])
        #expect(oil.title?.text == "空压机")
        let printer = try await hit("三楼打印机")
        #expect(
            printer.title?.parts == [
                .init("三楼打印机", isMatch: true), .init("无法", isMatch: false), .init("打印", isMatch: true),
            ])
        // A later message, and a word that was only begun.
        #expect(try await hit("roll").snippet?.parts.first { $0.isMatch }?.text == "roller")
        #expect(
            try await hit("muller").title?.parts == [.init("Jürgen ", isMatch: false), .init("Müller", isMatch: true)])
        #expect(
            try await hit("13812345678").snippet?.parts == [
                .init("+", isMatch: false), .init("8613812345678", isMatch: true),
            ])
        #expect(try await hit("프린터").title?.parts.first == .init("프린터", isMatch: true))
        #expect(try await hit("t-2024").title?.text == "三楼打印机无法打印")
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `pages follow each other without gap or repetition, and are bounded`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        for number in 0..<60 { try await desk.ask(TicketID("t\(number)"), "Pump number \(number)") }
        try await desk.index()
        var query: SearchQuery? = SearchQuery("pump ", limit: 7)
        var seen: [String] = []
        while let asked = query {
            let page = try await desk.desk.search(asked)
            #expect(page.total == 60 && !page.isMore)
            seen += page.hits.map(\.stream.id)
            query = page.next(after: asked).map { SearchQuery("pump ", offset: $0, limit: 7) }
        }
        #expect(seen == (0..<60).reversed().map { "t\($0)" })
        #expect(try await desk.find(SearchQuery("pump", limit: 1_000)).count == SearchQuery.hitsAtMost)
        #expect(try await desk.find(SearchQuery("pump", offset: -3, limit: 0)) == ["t59"])
        #expect(try await desk.find(SearchQuery("pump", offset: .max, limit: .max)) == [])
        let long = String(repeating: "pump 泵 ", count: 10_000)
        #expect(try await desk.find(long) == [])
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `a page of many hits shows each as a page of one does`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        try await desk.put(.customer, "c2", ["name": "Other Ltd"])
        for number in 0..<45 {
            let id = TicketID("t\(number)")
            // Some say it in the subject, some in the text, and some only in what was said later.
            try await desk.ask(
                id, number % 3 == 0 ? "Pump \(number)" : "Noise \(number)",
                number % 3 == 1 ? "It is the pump.\n" + String(repeating: "It hums. ", count: number) : "",
                of: CustomerID("c\(1 + number % 2)"))
            for later in 0..<number % 4 { try await desk.message(id, .agentMessage, "Looked at it, \(later).") }
            if number % 3 == 2 { try await desk.message(id, .agentMessage, "The pump again: \(number).") }
        }
        try await desk.index()
        let page = try await desk.desk.search(SearchQuery("pump", limit: 50))
        #expect(page.hits.count == 45 && page.hits.allSatisfy { $0.title != nil })
        for (offset, hit) in page.hits.enumerated() {
            let one = try await desk.desk.search(SearchQuery("pump", offset: offset, limit: 1))
            #expect(one.hits == [hit])
            let marked = ([hit.title, hit.snippet].compactMap(\.self)).flatMap(\.parts).filter(\.isMatch)
            #expect(marked.map { $0.text.lowercased() } == ["pump"])
        }
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `secrets, attachments and bytes are not indexed`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        try await desk.put(.webhook, "w1", ["url": "https://hooks.example/in", "secret": "opensesame"])
        let opening = Ticket.Opening(id: "t1", customer: "c1", received: .onReceipt)
        _ = try await desk.desk.perform(
            Request(
                "edge:web", .open(opening, [Grading("standard", "tier-2")], source: .edge),
                texts: [
                    .init("subject", "Words"), .init("attachment.log", "attached"), .init("attachment", "appended"),
                    .init("picture", bytes: [0xFF, 0xD8, 0x00, 0x80]),
                ]))
        try await desk.index()
        for word in ["opensesame", "attached", "appended"] { #expect(try await desk.find(word) == [], "\(word)") }
        #expect(try await desk.find("hooks") == ["webhook/w1"])
        #expect(try await desk.find("words") == ["t1"])
        await desk.desk.close()
    }
}
