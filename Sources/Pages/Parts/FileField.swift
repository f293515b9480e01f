import Phrases

/// Where somebody chooses files to send along.
func fileField(_ html: inout Markup, _ reader: Reader) {
    html.element("label", .class("files"), .text("title", reader(.filesHint))) { html in
        html.element("span", text: reader(.files))
        html.open("input", .init("type", "file"), .init("name", "file"), .flag("multiple"))
    }
}
