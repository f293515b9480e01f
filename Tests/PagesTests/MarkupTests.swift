import Testing

@testable import Pages

/// Texts that would do something if they were taken for markup.
enum Hostile {
    static let texts = [
        "<script>alert(1)</script>", "\"><script>alert(1)</script>", "'><img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>", "</textarea><script>alert(1)</script>", "</title><script>alert(1)</script>",
        "javascript:alert(1)", "\" onmouseover=\"alert(1)", "' onfocus='alert(1)' autofocus='", "<!--", "-->", "]]>",
        "&lt;script&gt;", "&#60;script&#62;", "<style>*{display:none}</style>", "<base href=//evil.example>",
        "<a href=\"javascript:alert(1)\">x</a>", "{{constructor.constructor('alert(1)')()}}", "\u{202E}gnp.exe",
        "<iframe srcdoc=\"<script>alert(1)</script>\">", "<form action=//evil.example>", "\u{0}<b>", "<\u{0}script>",
        "＜script＞", "=cmd|'/C calc'!A0", "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
        "\n</script\n><script>alert(1)</script>", "%3Cscript%3E", "${alert(1)}", "`<b>`",
    ]
}

struct MarkupTests {
    @Test(arguments: Hostile.texts)
    func `a text stays a text, between tags and in an attribute`(text: String) {
        var html = Markup()
        html.element("p", .text("title", text), text: text)
        let inner = html.text.dropFirst("<p title=\"".count).dropLast("</p>".count)
        #expect(!inner.contains("<") && !inner.contains("'"), "\(html.text)")
        // One quote ends the attribute, one angle ends the tag, and no others are there.
        #expect(inner.count { $0 == "\"" } == 1 && inner.count { $0 == ">" } == 1, "\(html.text)")
    }

    @Test func `what has none of the five signs is copied as it is`() {
        var html = Markup()
        html.text("客户：您好，world — 안녕하세요")
        #expect(html.text == "客户：您好，world — 안녕하세요")
    }

    @Test func `an attribute is absent for nil, and has no value where it is a flag`() {
        var html = Markup()
        html.open("input", .text("value", nil), .flag("required"), .flag("disabled", if: false), .number("max", 5))
        #expect(html.text == "<input required max=\"5\">")
    }
}
