import Desk
import Domain
import Evidence
import HTTPTypes
import Hummingbird
import NIOCore
import Pages
import Phrases
import Wire

extension APIResponder {
    /// Reads what was sent as the operation has it.
    /// - Parameter sent: nil where nothing was read.
    func call(
        _ operation: Operation, _ parameters: [String: JSONValue], _ sent: [UInt8]?,
        _ request: Hummingbird.Request, _ heading: Heading, _ asking: Asking, from client: String
    ) throws -> Call {
        let json = try json(operation, sent)
        let bytes = sent ?? []
        let principal = asking.principal ?? Principal(actor: "stranger", role: .customer, scopes: [], customer: "")
        return Call(
            shared: shared, principal: principal, shown: asking.shown, operation: operation, parameters: parameters,
            json: json,
            bytes: bytes, bytesType: heading.type,
            key: try key(operation, request, heading.idempotencyKey, bytes),
            expected: try expected(operation, heading.ifMatch),
            language: Language.wanted(heading.acceptLanguage),
            purpose: try purpose(heading.purpose),
            lastEventID: try position(heading.lastEventID),
            session: asking.session, csrf: asking.csrf, client: client,
            isSecure: proxies.isSecure(request.headers, asking.peer))
    }

    /// Taken for none, a broken one would leave a gap that nobody sees.
    private func position(_ header: String?) throws -> Int64? {
        guard let header else { return nil }
        guard let position = Int64(header), (0...Schema.largest).contains(position) else {
            throw APIFault.service(.lastEventID)
        }
        return position
    }

    private func purpose(_ header: String?) throws -> Purpose {
        guard let header else { return .serve }
        if let purpose = Purpose(rawValue: header) { return purpose }
        throw APIFault.service(.purpose)
    }

    func parameters(
        _ operation: Operation, _ names: Routes.Names, _ query: String?
    ) throws -> [String: JSONValue] {
        if names.isEmpty, operation.parameters.isEmpty, query == nil { return [:] }
        var values: [String: JSONValue] = [:]
        var faults: [SchemaFault] = []
        for (name, text) in names {
            let parameter = operation.parameters.first { $0.name == name } ?? Parameter(name, .id, "")
            let value = parameter.value(text)
            let wrong = parameter.schema.faults(of: value, named: schemas)
            // What can't be an id is nobody's; what is named by the sender is told how.
            guard wrong.isEmpty || parameter.isGiven else { throw APIFault.notFound }
            faults += wrong.map { SchemaFault("{\(name)}", $0.fault) }
            values[name] = value
        }
        let pairs = (query ?? "").utf8.split(separator: UInt8(ascii: "&"), maxSplits: 100).map(Substring.init)
        for pair in pairs {
            let parts = pair.utf8.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
                .map(Substring.init)
            guard let name = PercentCode.decoded(parts[0], plusIsBlank: true),
                let text = PercentCode.decoded(parts.count > 1 ? parts[1] : "", plusIsBlank: true)
            else {
                throw APIFault.service(.query)
            }
            let isOfPath = names.contains { $0.name == name }
            guard !isOfPath, let parameter = operation.parameters.first(where: { $0.name == name }) else {
                let known = operation.parameters.map(\.name).filter { each in !names.contains { $0.name == each } }
                let near = nearest(to: String(name.prefix(64)), among: known)
                faults.append(SchemaFault("?" + name.prefix(64), .unknownParameter(nearest: near, known: known)))
                continue
            }
            if values[name] != nil {
                faults.append(SchemaFault("?" + name, .twice))
                continue
            }
            let value = parameter.value(text)
            faults += parameter.schema.faults(of: value, named: schemas).map {
                SchemaFault("?" + name + $0.pointer, Self.isPlusLost($0.fault, text) ? .plusIsBlank : $0.fault)
            }
            values[name] = value
        }
        for parameter in operation.parameters where parameter.isRequired && values[parameter.name] == nil {
            faults.append(SchemaFault("?" + parameter.name, .missingParameter(parameter.name)))
        }
        guard faults.isEmpty else { throw APIFault.shape(faults) }
        return values
    }

    /// `2026-01-01T00:00:00+08:00`, whose plus a query reads as a blank.
    private static func isPlusLost(_ fault: FormFault, _ text: String) -> Bool {
        guard case .instant = fault else { return false }
        return (try? Instant(text.replacing(" ", with: "+"))) != nil
    }

    /// How much is read of what is sent; nil for nothing.
    func mostToRead(_ operation: Operation, _ heading: Heading) throws -> Int? {
        switch operation.body {
        case .none: return nil
        case .bytes(let types, let most):
            guard types.contains("*/*") || types.contains(heading.type) else {
                throw APIFault.service(.type(types))
            }
            return most
        case .json(_, let most):
            // Nothing at all is as good as an empty object where nothing has to be said.
            if heading.isBare, !operation.needsBody { return nil }
            guard heading.type == "application/json" else {
                throw APIFault.service(.type(["application/json"]))
            }
            return most
        }
    }

    private func json(_ operation: Operation, _ sent: [UInt8]?) throws -> JSONValue {
        guard case .json(let schema, _) = operation.body else { return .null }
        guard let sent else { return .object([]) }
        guard Self.isUTF8(sent) else {
            throw APIFault.service(.notText)
        }
        let value: JSONValue
        do throws(JSONFault) { value = try sent.withUnsafeBufferPointer(JSONValue.init) } catch {
            throw APIFault.service(.notJSON(column: error.column, reason: error.reason))
        }
        let faults = schema.faults(of: value, named: schemas)
        guard faults.isEmpty else { throw APIFault.shape(faults) }
        return value
    }

    func collected(_ request: Hummingbird.Request, _ most: Int) async throws -> [UInt8] {
        try await collected(request, Heading(request.headers), most)
    }

    nonisolated(nonsending) func collected(
        _ request: Hummingbird.Request, _ heading: Heading, _ most: Int
    ) async throws -> [UInt8] {
        // Small bytes may stand for any number of large ones.
        if let coding = heading.contentEncoding, coding.lowercased() != "identity" {
            throw APIFault.service(.packed)
        }
        let told = heading.length
        if let told, told > most {
            throw APIFault.service(.tooLarge(atMost: most))
        }
        // Then only the end comes, which the server reads anyway, and at less cost.
        let whole = heading.transferEncoding == nil ? told : nil
        var bytes: [UInt8] = []
        let deadline = ContinuousClock.now + Self.bodyWithin
        do {
            for try await buffer in request.body {
                if ContinuousClock.now > deadline { throw APIFault.service(.slow) }
                guard bytes.count + buffer.readableBytes <= most else {
                    throw APIFault.service(.tooLarge(atMost: most))
                }
                buffer.withUnsafeReadableBytes { bytes.append(contentsOf: $0) }
                if bytes.count == whole { break }
            }
        } catch let fault as APIFault {
            throw fault
        } catch {
            // The sender is gone, or was let go: nobody hears the answer, and nothing is wrong here.
            throw APIFault.service(.cutOff)
        }
        return bytes
    }

    private static func isUTF8(_ bytes: [UInt8]) -> Bool { (try? UTF8Span(validating: bytes.span)) != nil }

    private func key(
        _ operation: Operation, _ request: Hummingbird.Request, _ key: String?, _ bytes: [UInt8]
    ) throws -> Desk.Request.Key? {
        guard operation.changes, let key else { return nil }
        // Whoever sends it counts on it.
        guard operation.isKeyed else { throw APIFault.service(.notHeeded("Idempotency-Key")) }
        let isPlain = key.utf8.allSatisfy { (0x21..<0x7F).contains($0) }
        guard isPlain, (1...Desk.Request.keyBytesAtMost).contains(key.utf8.count) else {
            throw APIFault.service(.key)
        }
        let sent = Array("\(request.method) \(request.uri.string)\n".utf8) + bytes
        return Desk.Request.Key(key, requestHash: Content.hex(Content.digest(sent)))
    }

    private func expected(_ operation: Operation, _ header: String?) throws -> Int? {
        guard operation.changes, let header else { return nil }
        guard operation.isVersioned else { throw APIFault.service(.notHeeded("If-Match")) }
        if header == "*" { return nil }
        guard let version = Version.read(header) else { throw APIFault.service(.version) }
        return version
    }
}

extension StringProtocol {
    /// Without blanks at its ends.
    var trimmed: String {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        guard let first = firstIndex(where: { !isBlank($0) }), let last = lastIndex(where: { !isBlank($0) }) else {
            return ""
        }
        return String(self[first...last])
    }
}

/// The ETag of what has versions: `"v12"`.
enum Version {
    static func text(_ version: Int) -> String { "\"v\(version)\"" }

    static func read(_ text: String) -> Int? {
        guard text.hasPrefix("\"v"), text.hasSuffix("\""), text.utf8.count <= 22 else { return nil }
        return Int(text.dropFirst(2).dropLast())
    }
}
