import Domain
import Testing

struct LanguageTests {
    @Test(arguments: [
        ("打印机不出纸，面板显示 E5。", Language.zh), ("打不开", .zh), ("冷却泵漏油", .zh),
        ("プリンターが動きません。", .ja), ("冷却水漏洩発生、至急対応願う", .ja), ("ﾌﾟﾘﾝﾀｰ", .ja),
        ("프린터가 작동하지 않습니다.", .ko), ("送付한 書類가 아직 안 왔습니다", .ko),
        ("The printer eats paper.", .en), ("Der Drucker zieht kein Papier ein.", .en), ("Принтер не печатает", .en),
    ])
    func `a text is of the language that its letters are of`(text: String, language: Language) {
        #expect(Language(writtenIn: text) == language)
    }

    @Test(arguments: [
        ("系统报错 NullPointerException at line", Language.zh), ("产品上印着「の」字，看不懂是什么意思，请帮忙确认一下", .zh),
        ("The user 王芳 can't log in to the portal any more", .en),
        ("Windows Update 後にプリンターが動かない", .ja), ("VPN 접속이 안 됩니다 (error 809)", .ko),
    ])
    func `what is quoted in a text does not say what it is written in`(text: String, language: Language) {
        #expect(Language(writtenIn: text) == language)
    }

    @Test(
        arguments: [
            ("服务器报错，无法登录", .zh, .zh), ("ログインできません。", .ja, .ja), ("接続不可", .ja, .ja), ("로그인 불가", .ko, .ko),
            ("服务器报错，无法登录", .en, .en), ("服务器报错，无法登录", .ko, .en), ("It fails, see 图", .zh, .en),
            ("It fails", .zh, .en),
        ] as [(String, Language, Language)])
    func `what is pasted into a text takes it from no reader who wrote in their own language`(
        text: String, reader: Language, language: Language
    ) {
        let trace = String(repeating: "\n  at com.example.session.Login.open(Login.java:42)", count: 10)
        #expect(Language(writtenIn: text + trace, by: reader) == language)
    }

    @Test(arguments: [
        ("The printer eats paper.", Language.en), ("打印机不出纸", .zh), ("プリンターが動きません。", .ja), ("프린터가 안 됩니다", .ko),
    ])
    func `whoever reads the page in one language may write in another`(text: String, language: Language) {
        for reader in Language.allCases { #expect(Language(writtenIn: text, by: reader) == language) }
    }

    @Test(arguments: ["", "   \n", "12:30", "E502", "OK", "好", "Hi! 👍", "https://", "+86 138 1234 5678"])
    func `a text that is too short to tell tells nothing`(text: String) {
        #expect(Language(writtenIn: text) == nil)
    }

    @Test func `a long text is told by how it begins`() {
        let long = String(repeating: "日志一切正常。", count: 10_000) + String(repeating: "English ", count: 100_000)
        #expect(Language(writtenIn: long) == .zh)
    }
}
