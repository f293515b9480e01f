import Domain
import HTTPTypes
import Hummingbird
import Wire

/// The reference for people, at `/api`: one page, made of the operations themselves, that needs nothing from elsewhere.
enum Reference {
    /// - Returns: nil if nothing of the reference is at the path.
    /// - Parameter origin: where the reader finds the service, `http://127.0.0.1:8460`, for the examples.
    static func file(_ path: String, at origin: String) -> Response? {
        switch path {
        case "/api", "/api/":
            let text = page.replacing(usualOrigin, with: escaped(origin))
            var response = Response(status: .ok, type: "text/html; charset=utf-8", text: text)
            response.headers[.contentSecurityPolicy] =
                "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
            return response
        case "/api/reference.css": return Response(status: .ok, type: "text/css; charset=utf-8", text: style)
        default: return nil
        }
    }

    private static let usualOrigin = "http://127.0.0.1:8460"

    /// By what a browser was told to ask; the usual address for a host that is none.
    static func origin(_ authority: String?, isSecure: Bool) -> String {
        let isHost = (authority ?? "").utf8.allSatisfy { byte in
            (0x30...0x3A).contains(byte) || (0x41...0x5D).contains(byte) && byte != 0x5C
                || (0x61...0x7A).contains(byte) || byte == 0x2D || byte == 0x2E
        }
        guard let authority, isHost, (1...255).contains(authority.utf8.count) else { return usualOrigin }
        return (isSecure ? "https://" : "http://") + authority
    }

    /// Made once: but for the address nothing in it changes while the program runs.
    private static let page: String = {
        var html = """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Yinuo 一诺 · API</title>
            <link rel="stylesheet" href="/api/reference.css">
            <header><h1>Yinuo 一诺 · API v1</h1>
            <p>Everything a person or a program may do. What was answered with success is on disk. \
            The same as a document for programs: <a href="\(APIResponder.root)/openapi.json">OpenAPI 3.1</a>.</p></header>
            <nav aria-label="Contents"><ul>
            """
        for tag in Operation.Tag.allCases where Operation.all.contains(where: { $0.tag == tag }) {
            html += "<li><a href=\"#\(tag.rawValue)\">\(escaped(tag.rawValue))</a></li>\n"
        }
        html += "</ul></nav>\n<main>\n" + manners
        for tag in Operation.Tag.allCases {
            let operations = Operation.all.filter { $0.tag == tag }
            if operations.isEmpty { continue }
            html += "<section id=\"\(tag.rawValue)\"><h2>\(escaped(tag.rawValue))</h2><p>\(escaped(tag.words))</p>\n"
            for operation in operations { html += section(operation) }
            html += "</section>\n"
        }
        html += "<section id=\"schemas\"><h2>Schemas</h2>\n"
        for (name, schema) in Schema.all.sorted(by: { $0.key < $1.key }) {
            html += "<article id=\"schema-\(name)\"><h3>\(name)</h3>\(table(schema))</article>\n"
        }
        return html + "</section></main></html>\n"
    }()

    private static let manners = """
        <section id="manners"><h2>How to ask</h2>
        <p>Who asks shows a token: <code>Authorization: Bearer yinuo_…</code>. Changes take
        <code>Idempotency-Key</code>: sent again under the same key nothing is done twice, and the first answer is given
        again; where an operation does not heed it, it refuses it. What was read has an <code>ETag</code>; sent back in <code>If-Match</code>, a change is refused if somebody
        was faster. Lists come in pages: follow <code>Link: rel="next"</code>. What is refused is told as
        <code>application/problem+json</code> (RFC 9457) with a cause and a cure, in the language of
        <code>Accept-Language</code> (zh, en, ja, ko). Who reads names or texts says why in <code>Purpose</code>; each
        such reading is kept in the journal.</p>
        <pre>curl -H "Authorization: Bearer $TOKEN" \(usualOrigin)/api/v1/me</pre></section>

        """

    private static func section(_ operation: Operation) -> String {
        var html = """
            <article id="\(operation.id)"><h3><b>\(operation.method.rawValue)</b> \
            <code>\(escaped(operation.path))</code></h3><p>\(escaped(operation.summary))</p>

            """
        if let permission = operation.access.permission {
            html += "<p class=\"right\">Needs the right <code>\(permission.rawValue)</code>\(own(operation)).</p>\n"
        }
        let query = operation.parameters.filter { !operation.parameterNames.contains($0.name) }
        if !query.isEmpty {
            html += "<table><caption>Query</caption><tbody>"
            for parameter in query {
                html += "<tr><th scope=\"row\">\(escaped(parameter.name))</th><td>\(type(parameter.schema))</td>"
                html += "<td>\(escaped(parameter.words))</td></tr>"
            }
            html += "</tbody></table>\n"
        }
        switch operation.body {
        case .none: break
        case .json(let schema, _): html += "<h4>Body</h4>" + table(schema)
        case .bytes(let types, let most):
            html += "<p>Body: \(escaped(types.joined(separator: ", "))), at most \(most) bytes.</p>\n"
        }
        switch operation.success.content {
        case .nothing: html += "<p>Answers \(operation.success.status.code).</p>\n"
        case .json(let schema): html += "<h4>Answer \(operation.success.status.code)</h4>" + table(schema)
        case .bytes(let type): html += "<p>Answers \(operation.success.status.code): \(escaped(type)).</p>\n"
        }
        return html + "<pre>\(escaped(example(operation)))</pre></article>\n"
    }

    private static func own(_ operation: Operation) -> String {
        if case .mayOwn = operation.access { "; customers for what is theirs" } else { "" }
    }

    /// A command that can be pasted, once the words in capitals are replaced.
    static func example(_ operation: Operation) -> String {
        var path = operation.path
        for name in operation.parameterNames {
            let known = operation.parameters.first { $0.name == name }
            path = path.replacing("{\(name)}", with: word(name, known?.schema ?? .id))
        }
        var line = "curl"
        if operation.method != .get { line += " -X \(operation.method.rawValue)" }
        if case .anybody = operation.access {} else { line += " -H \"Authorization: Bearer $TOKEN\"" }
        switch operation.body {
        case .none: break
        case .json(let schema, _):
            line += " -H 'Content-Type: application/json' -d '\(sample(schema).text)'"
        case .bytes(let types, _):
            let type = types.first.map { $0 == "*/*" ? "application/octet-stream" : $0 } ?? ""
            line += " -H 'Content-Type: \(type)' --data-binary @FILE"
        }
        let query = operation.parameters.filter(\.isRequired).map { "\($0.name)=\(word("text", $0.schema))" }
        let address = usualOrigin + APIResponder.root + path
        // A question mark means something to a shell.
        return line + (query.isEmpty ? " \(address)" : " '\(address)?\(query.joined(separator: "&"))'")
    }

    private static func word(_ name: String, _ schema: Schema) -> String {
        switch schema {
        case .words(let words): words[0]
        case .integer: "0"
        default: name.uppercased()
        }
    }

    /// The least that a body has to hold.
    static func sample(_ schema: Schema) -> JSONValue {
        switch schema {
        case .text(let text):
            text.format == "date-time" ? .string("2026-02-14T20:30:00+08:00") : .string(text.atLeast > 0 ? "TEXT" : "")
        case .words(let words): .string(words[0])
        case .integer(let range): .int(max(range.lowerBound, min(range.upperBound, 1)))
        case .number: .int(1)
        case .flag: .bool(true)
        case .list(let of, _, let least): .array(least > 0 ? [sample(of)] : [])
        case .object(let properties):
            .object(properties.filter(\.isRequired).map { .init(key: $0.name, value: sample($0.schema)) })
        case .map: .object([])
        case .orNull: .null
        case .any: .object([])
        case .named(let name): sample(Schema.all[name] ?? .any)
        }
    }

    private static func table(_ schema: Schema) -> String {
        guard case .object(let properties) = schema else { return "<p>\(type(schema))</p>\n" }
        if properties.isEmpty { return "<p>Nothing.</p>\n" }
        var html = "<table><tbody>"
        for property in properties {
            html +=
                "<tr><th scope=\"row\">\(escaped(property.name))\(property.isRequired ? "" : " <i>optional</i>")</th>"
            html += "<td>\(type(property.schema))</td><td>\(escaped(property.words ?? ""))</td></tr>"
        }
        return html + "</tbody></table>\n"
    }

    private static func type(_ schema: Schema) -> String {
        switch schema {
        case .text(let text): escaped(text.format ?? "text")
        case .words(let words): words.map { "<code>\(escaped($0))</code>" }.joined(separator: " ")
        case .integer: "whole number"
        case .number: "number"
        case .flag: "true or false"
        case .list(let of, _, _): "list of " + type(of)
        case .object(let properties): "{" + properties.map { escaped($0.name) }.joined(separator: ", ") + "}"
        case .map(let of, _, _): "object of " + type(of)
        case .orNull(let schema): type(schema) + " or null"
        case .any: "any"
        case .named(let name): "<a href=\"#schema-\(name)\">\(name)</a>"
        }
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }

    private static let style = """
        :root { color-scheme: light dark; --line: light-dark(#d8dde3, #3a4048); --soft: light-dark(#f4f6f8, #22262b);
          --ink: light-dark(#1b1f24, #e6e9ec); --link: light-dark(#0b5cad, #7fb8f0); }
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 60rem; padding: 1rem 1.25rem 4rem; color: var(--ink); line-height: 1.55;
          background: light-dark(#fff, #17191c);
          font: 1rem/1.55 system-ui, "PingFang SC", "Noto Sans CJK SC", sans-serif; }
        a { color: var(--link); }
        nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; padding: 0; list-style: none; }
        article { border-top: 1px solid var(--line); padding: .75rem 0 1rem; }
        h3 { margin: .25rem 0; font-size: 1.05rem; overflow-wrap: anywhere; }
        h3 b { font-family: ui-monospace, monospace; font-size: .85em; padding: .1em .4em; border-radius: .3em;
          background: var(--soft); }
        h4 { margin: .75rem 0 .25rem; }
        table { border-collapse: collapse; width: 100%; font-size: .92rem; display: block; overflow-x: auto; }
        caption { text-align: left; font-weight: 600; }
        th, td { text-align: left; vertical-align: top; padding: .2rem .75rem .2rem 0; font-weight: 400; }
        th { font-family: ui-monospace, monospace; white-space: nowrap; }
        i { opacity: .65; }
        pre { background: var(--soft); padding: .6rem .8rem; white-space: pre-wrap; overflow-wrap: anywhere;
          border-radius: .4rem; }
        code { overflow-wrap: anywhere; }

        """
}
