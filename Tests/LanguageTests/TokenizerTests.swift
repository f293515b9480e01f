import Language
import Support
import Testing

/// What can be looked for in texts of four languages and of nobody's.
struct TokenizerTests {
    @Test(
        arguments: [
            ("Hello, World", "hello world"),
            ("The printer's JAM", "the printer s jam"),
            ("Crème BRÛLÉE Übergröße naïve Łódź", "creme brulee ubergrosse naive lodz"),
            ("cafe\u{301} vs café", "cafe vs cafe"),
            ("Ｆｕｌｌ ｗｉｄｔｈ １２３", "full width 123"),
            ("ﬁne №5 ㎏ ①", "fine no5 kg 1"),
            ("Принтер НЕ РАБОТАЕТ, ещё й", "принтер не работает еще й"),
            ("Εκτυπωτής", "εκτυπωτησ"),
            ("t-2024", "t 2024"),
            ("wang.fang+x@example.co.jp", "wang fang x example co jp"),
            ("E502 plc-7 3.14", "e502 plc 7 3 14"),
            ("soft\u{AD}hyphen zero\u{200B}width", "softhyphen zerowidth"),
            ("", ""), ("  \t\n!?…—", ""), ("🙂👨‍👩‍👧", ""),
        ])
    func `words are folded`(text: String, words: String) {
        #expect(read(text, .word).joined(separator: " ") == words)
        #expect(read(text, .gram).isEmpty && read(text, .pair).isEmpty)
    }

    @Test(
        arguments: [
            ("三楼打印机", "三 楼 打 印 机", "三楼 楼打 打印 印机"),
            ("卡纸。重启", "卡 纸 重 启", "卡纸 重启"),
            ("プリンターが", "プ リ ン タ ー が", "プリ リン ンタ ター ーが"),
            // Half width, with a voice mark of its own, and taken apart.
            ("ﾌﾟﾘﾝﾀｰ", "プ リ ン タ ー", "プリ リン ンタ ター"),
            ("フ\u{309A}リ", "プ リ", "プリ"),
            ("人々", "人 々", "人々"),
            ("프린터가 안", "프 린 터 가 안", "프린 린터 터가"),
            // A syllable that was typed as its letters.
            ("\u{1112}\u{1161}\u{11AB}국", "한 국", "한국"),
            ("机", "机", ""),
        ])
    func `scripts without spaces give characters and pairs`(text: String, grams: String, pairs: String) {
        #expect(read(text, .gram).joined(separator: " ") == grams)
        #expect(read(text, .pair).joined(separator: " ") == pairs)
    }

    @Test func `scripts beside each other are parted`() {
        #expect(read("VPN이 끊겨요", .word) == ["vpn"])
        #expect(read("VPN이 끊겨요", .pair) == ["끊겨", "겨요"])
        #expect(read("UPS電源502エラー", .word) == ["ups", "502"])
        #expect(read("UPS電源502エラー", .pair) == ["電源", "エラ", "ラー"])
    }

    @Test(
        arguments: [
            ("138-1234 5678", "13812345678 12345678"),
            ("+86 (138) 1234-5678", "8613812345678 13812345678 12345678"),
            ("+8613812345678", "613812345678 13812345678 3812345678 5678"),
            ("03-1234-5678", "0312345678 12345678"),
            ("13812345678", ""), ("12-34", ""), ("1 2 3 4 5 6 7 8 9", ""), ("10:15:30.123", ""),
            ("4111 1111 1111 1111 1111", ""), ("2026-03-02", "20260302"),
        ])
    func `a number is found however its digits were grouped`(text: String, joined: String) {
        #expect(read(text, .joined).joined(separator: " ") == joined)
    }

    @Test func `a token names its place in the text`() {
        let text = "Das Büro: ﾌﾟﾘﾝﾀｰ 卡纸"
        for token in all(text) {
            let utf8 = Array(text.utf8)[token.place]
            var again = Tokenizer()
            let texts = Set(again.tokens(String(decoding: utf8, as: UTF8.self)).map(\.text))
            #expect(texts.contains(token.text), "\(token)")
        }
    }

    @Test func `what is spelled otherwise is read alike`() {
        for (one, other) in [
            ("ﾊﾟｽﾜｰﾄﾞ", "パスワード"), ("ＶＰＮ", "vpn"), ("Ångström", "ångström"), ("ΟΔΟΣ", "οδος"), ("STRASSE", "straße"),
        ] {
            #expect(all(one).map(\.text) == all(other).map(\.text))
        }
    }

    @Test(
        arguments: [
            String(repeating: "a", count: 100_000), String(repeating: "中", count: 100_000),
            "a" + String(repeating: "\u{301}", count: 200_000), String(repeating: "\u{301}", count: 100_000),
            String(repeating: "\u{FDFA}", count: 20_000), String(repeating: "ｶﾞ", count: 30_000),
            String(repeating: "\u{1100}\u{1161}", count: 30_000), String(repeating: "1 ", count: 100_000),
            String(repeating: "\u{200D}", count: 100_000), String(repeating: "e\u{301}\u{327}", count: 30_000),
            "가" + String(repeating: "\u{11A8}", count: 100_000), String(repeating: "𝔄", count: 30_000),
        ])
    func `hostile text makes bounded tokens, no more than four a character`(text: String) {
        var (count, longest) = (0, 0)
        var tokenizer = Tokenizer()
        tokenizer.walk(text) { token in
            count += 1
            longest = max(longest, token.text.unicodeScalars.count)
        }
        // U+FDFA alone stands for eighteen letters.
        #expect(count <= 4 * text.unicodeScalars.count + 8 && longest <= Token.scalarsAtMost)
    }

    @Test(arguments: Seed.some(100))
    func `any bytes are read to the end, and reading what was read changes nothing`(seed: Seed) {
        var chance = seed
        let bytes = (0..<chance.count(0...400)).map { _ in UInt8(chance.count(0...255)) }
        var text = String(decoding: bytes, as: UTF8.self)
        for _ in 0..<chance.count(0...60) {
            if let scalar = Unicode.Scalar(UInt32(chance.count(0...0x2_FFFF))) { text.unicodeScalars.append(scalar) }
        }
        for token in all(text) {
            #expect(token.place.lowerBound >= 0 && token.place.upperBound <= text.utf8.count && !token.place.isEmpty)
            if token.kind == .word { #expect(read(token.text, .word).joined() == token.text, "\(token)") }
        }
    }

    /// Runs of ASCII are folded by themselves, and end before what may change their last letter.
    @Test(
        arguments: [
            ("ab", "ab 0 2"), ("AB\u{301}C", "abc 0 5"), ("ab\u{301}", "ab 0 4"),
            ("ab cd\u{301} ef", "ab 0 2 cd 3 7 ef 8 10"), ("a\u{AD}b", "ab 0 4"), ("ab\u{AD}", "ab 0 2"),
            ("\u{301}ab", "ab 2 4"), ("x\u{301}\u{301}y", "xy 0 6"), ("ab\u{200D}\u{301}c", "abc 0 8"),
            ("\u{E9}1", "e1 0 3"), ("1\u{E9}", "1e 0 3"), ("ab\u{44F}", "ab\u{44F} 0 4"),
            ("q\u{E9}\u{301}z", "qez 0 6"), ("\u{2460}a", "1a 0 4"), ("\u{DF}a", "ssa 0 3"),
            ("\u{7F}A\u{0}B", "a 1 2 b 3 4"), ("@[`{AZaz", "azaz 4 8"),
        ])
    func `a run ends where a mark may follow`(text: String, words: String) {
        let read = all(text).filter { $0.kind == .word }
            .map { "\($0.text) \($0.place.lowerBound) \($0.place.upperBound)" }.joined(separator: " ")
        #expect(read == words, "\(text.unicodeScalars.map(\.value))")
    }

    /// What is of full width is folded one scalar at a time, so it is the slow and obvious way of the same text.
    @Test(arguments: Seed.some(300))
    func `ASCII is folded in runs as it is scalar by scalar`(seed: Seed) {
        var chance = seed
        let others: [UInt32] = [
            0x301, 0x327, 0xAD, 0x200D, 0xFEFF, 0xE9, 0xDF, 0x44F, 0x439, 0x4E2D, 0x6253, 0x30D7, 0xFF8C, 0xFF9F,
            0x3099, 0xD55C, 0x1112, 0x1161, 0x11AB, 0x2460, 0xFDFA, 0x1F642, 0x1D504, 0, 9, 0x20,
        ]
        var (plain, wide) = ("", "")
        for _ in 0..<chance.count(0...60) {
            let isASCII = chance.count(0...3) > 0
            for _ in 0..<chance.count(1...(isASCII ? 12 : 3)) {
                let number = isASCII ? UInt32(chance.count(0x21...0x7E)) : chance.one(of: others)
                guard let one = Unicode.Scalar(number), let other = Unicode.Scalar(isASCII ? number + 0xFEE0 : number)
                else { continue }
                plain.unicodeScalars.append(one)
                wide.unicodeScalars.append(other)
            }
        }
        let places = Dictionary(uniqueKeysWithValues: zip(boundaries(plain), boundaries(wide)))
        let (read, expected) = (all(plain), all(wide))
        #expect(read.map(\.kind) == expected.map(\.kind) && read.map(\.key) == expected.map(\.key))
        #expect(read.map { places[$0.place.lowerBound] ?? -1 } == expected.map(\.place.lowerBound))
        #expect(read.map { places[$0.place.upperBound] ?? -1 } == expected.map(\.place.upperBound))
    }

    /// Where scalars begin, and the end, in bytes.
    private func boundaries(_ text: String) -> [Int] {
        var places = [0]
        var end = 0
        for scalar in text.unicodeScalars {
            end += String(scalar).utf8.count
            places.append(end)
        }
        return places
    }

    private func all(_ text: String) -> [Token] {
        var tokenizer = Tokenizer()
        return tokenizer.tokens(text)
    }

    private func read(_ text: String, _ kind: Token.Kind) -> [String] {
        all(text).filter { $0.kind == kind }.map(\.text)
    }
}

struct SpellingTests {
    @Test(
        arguments: [
            ("printer", "pirnter", 1, true), ("printer", "printr", 1, true), ("printer", "pprinter", 1, true),
            ("printer", "painter", 1, true), ("printer", "pinters", 1, false), ("database", "databsse", 2, true),
            ("certificate", "sertifikate", 2, true), ("certificate", "sertifikats", 2, false), ("", "a", 1, true),
            ("same", "same", 0, true), ("drücker", "drucker", 1, true),
        ])
    func `words are near by so many slips`(a: String, b: String, slips: Int, isNear: Bool) {
        #expect(Spelling.isNear(a, b, slips: slips) == isNear && Spelling.isNear(b, a, slips: slips) == isNear)
    }

    @Test func `short words forgive nothing`() {
        #expect((0...12).map(Spelling.slips(in:)) == [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 2])
    }
}
