import Domain
import HTTPTypes
import Synchronization
import Wire

/// The published description of the service, made of the operations themselves.
/// - Source: OpenAPI 3.1.
enum Document {
    static func json(_ operations: [Operation], version: String) -> JSONValue {
        var paths: [(path: String, members: [JSONValue.Member])] = []
        for operation in operations {
            let member = JSONValue.Member(key: operation.method.rawValue.lowercased(), value: json(operation))
            if let index = paths.firstIndex(where: { $0.path == operation.path }) {
                paths[index].members.append(member)
            } else {
                paths.append((operation.path, [member]))
            }
        }
        let schemas = Schema.all.sorted { $0.key < $1.key }.map { JSONValue.Member(key: $0.key, value: $0.value.json) }
        return .members([
            "openapi": .string("3.1.0"),
            "info": .members([
                "title": .string("Yinuo 一诺"), "version": .string(version),
                "summary": .string("A desk that keeps its promises."),
                "description": .string(Self.introduction),
                "license": .members(["name": .string("Apache-2.0"), "identifier": .string("Apache-2.0")]),
            ]),
            "servers": .array([.members(["url": .string(APIResponder.root)])]),
            "security": .array([.members(["token": .array([])]), .members(["session": .array([])])]),
            "tags": .array(
                Operation.Tag.allCases.map {
                    .members(["name": .string($0.rawValue), "description": .string($0.words)])
                }),
            "paths": .object(paths.map { .init(key: $0.path, value: .object($0.members)) }),
            "components": .members([
                "schemas": .object(schemas), "securitySchemes": security, "headers": headers,
                "responses": .object(
                    refusals.map { .init(key: "Refusal\($0.status.code)", value: refusal($0.words)) }),
            ]),
        ])
    }

    private static let introduction = """
        Everything a person or a program may do. What was answered with success is on disk. \
        Send `Idempotency-Key` with what changes something, and sending it again changes nothing more; \
        send `If-Match` with the ETag you read, and what has changed meanwhile is refused: \
        operations that list neither header refuse it (422). \
        Refusals are problem details (RFC 9457) with a cause and a cure, in the language of `Accept-Language`. \
        Instants are RFC 3339, spans are milliseconds, amounts are in the currency's smallest unit.
        """

    private static var security: JSONValue {
        .members([
            "token": .members(["type": .string("http"), "scheme": .string("bearer")]),
            "session": .members([
                "type": .string("apiKey"), "in": .string("cookie"), "name": .string(Authenticator.cookie),
            ]),
        ])
    }

    private static var headers: JSONValue {
        func header(_ words: String) -> JSONValue {
            .members(["description": .string(words), "schema": .members(["type": .string("string")])])
        }
        return .members([
            "ETag": header("The version of what is answered."), "Link": header("The next page (RFC 8288)."),
            "Location": header("Where it is."), "RateLimit": header("What is left to ask, and for how many seconds."),
            "X-Request-Id": header("By which the request is found in logs."),
        ])
    }

    private static let refusals: [(status: HTTPResponse.Status, words: String)] = [
        (.badRequest, "It can't be read."), (.unauthorized, "Nobody is known by it."),
        (.forbidden, "The right is missing."),
        (.notFound, "There is no such thing, or it is not yours."), (.requestTimeout, "It did not arrive in time."),
        (.conflict, "What stands does not allow it."), (.gone, "What is personal of it has been erased."),
        (.methodNotAllowed, "The address does not take the method; `Allow` says which it takes."),
        (.preconditionFailed, "It has changed meanwhile."), (.contentTooLarge, "It is too large."),
        (.unsupportedMediaType, "It is of another type."), (.unprocessableContent, "It is not as the document has it."),
        (.tooManyRequests, "Too many have come."),
        (.requestHeaderFieldsTooLarge, "Address and headers are too large; the connection ends."),
        (.internalServerError, "Something is wrong with the service itself."),
        (.serviceUnavailable, "The desk can't be reached at present."),
    ]

    private static func refusal(_ words: String) -> JSONValue {
        .members([
            "description": .string(words),
            "content": .members([Problem.type: .members(["schema": Schema.named("Problem").json])]),
        ])
    }

    private static func json(_ operation: Operation) -> JSONValue {
        var statuses: Set<Int> = [400, 401, 403, 405, 429, 431, 500, 503]
        if case .anybody = operation.access { statuses.subtract([401, 403]) }
        if operation.path.contains("{") { statuses.insert(404) }
        if !operation.parameters.isEmpty || operation.parameterNames.isEmpty { statuses.insert(422) }
        if operation.changes { statuses.formUnion([404, 409, 410, 412, 413, 422]) }
        if case .none = operation.body {} else { statuses.formUnion([408, 413, 415]) }
        if case .any? = operation.access.permission.map({ _ in Schema.any }) { statuses.insert(403) }
        statuses.formUnion(operation.alsoAnswers.map(\.code))
        var responses = [JSONValue.Member(key: "\(operation.success.status.code)", value: success(operation))]
        if operation.method == .get, operation.hasVersion {
            responses.append(
                .init(key: "304", value: .members(["description": .string("It is still of that version.")])))
        }
        responses += statuses.sorted().map {
            .init(key: "\($0)", value: .members(["$ref": .string("#/components/responses/Refusal\($0)")]))
        }
        return .members([
            "operationId": .string(operation.id), "tags": .array([.string(operation.tag.rawValue)]),
            "summary": .string(operation.summary),
            "description": operation.access.permission.map { .string("Needs the right `\($0.rawValue)`.") },
            "parameters": .array(parameters(operation)), "requestBody": body(operation),
            "responses": .object(responses),
            "security": { if case .anybody = operation.access { .array([]) } else { nil } }(),
        ])
    }

    private static func parameters(_ operation: Operation) -> [JSONValue] {
        var all: [JSONValue] = operation.parameterNames.map { name in
            let known = operation.parameters.first { $0.name == name }
            return .members([
                "name": .string(name), "in": .string("path"), "required": .bool(true),
                "schema": (known?.schema ?? .id).json, "description": known.map { .string($0.words) },
            ])
        }
        for parameter in operation.parameters where !operation.parameterNames.contains(parameter.name) {
            all.append(
                .members([
                    "name": .string(parameter.name), "in": .string("query"), "required": .bool(parameter.isRequired),
                    "schema": parameter.schema.json, "description": .string(parameter.words),
                ]))
        }
        if operation.changes, operation.isKeyed {
            all.append(
                header("Idempotency-Key", .text(Schema.Text(atLeast: 1, atMost: 200, pattern: "^[!-~]+$"))))
        }
        if operation.changes, operation.isVersioned {
            let pattern = "^(\\*|\"v[0-9]{1,18}\")$"
            all.append(header("If-Match", .text(Schema.Text(atLeast: 1, atMost: 22, pattern: pattern))))
        }
        return all
    }

    private static func header(_ name: String, _ schema: Schema) -> JSONValue {
        .members([
            "name": .string(name), "in": .string("header"), "required": .bool(false), "schema": schema.json,
        ])
    }

    private static func body(_ operation: Operation) -> JSONValue? {
        switch operation.body {
        case .none: return nil
        case .json(let schema, _):
            return .members([
                "required": .bool(operation.needsBody),
                "content": .members(["application/json": .members(["schema": schema.json])]),
            ])
        case .bytes(let types, _):
            let types = types == ["*/*"] ? ["application/octet-stream"] : types
            return .members([
                "required": .bool(true),
                "content": .object(types.map { .init(key: $0, value: .members(["schema": .members([:])])) }),
            ])
        }
    }

    private static func success(_ operation: Operation) -> JSONValue {
        let content: JSONValue?
        switch operation.success.content {
        case .nothing: content = nil
        case .json(let schema): content = .members(["application/json": .members(["schema": schema.json])])
        case .bytes(let type):
            content = .object([.init(key: type, value: .members(["schema": .members([:])]))])
        }
        var headers = ["RateLimit", "X-Request-Id"]
        if operation.hasVersion { headers.append("ETag") }
        if operation.success.status == .created { headers.append("Location") }
        if operation.parameters.contains(where: { $0.name == "cursor" }) { headers.append("Link") }
        return .members([
            "description": .string(operation.success.words), "content": content,
            "headers": .object(
                headers.map { .init(key: $0, value: .members(["$ref": .string("#/components/headers/\($0)")])) }),
        ])
    }
}

extension Operation {
    /// Of the path, in its order.
    var parameterNames: [String] {
        path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
    }

    /// Whether what is answered has an ETag.
    var hasVersion: Bool {
        method == .get
            && ["/tickets/{ticket}", "/tickets/{ticket}/clocks", "/incidents/{incident}", "/records/{kind}/{id}"]
                .contains(path)
    }
}

/// The document's bytes, made when it is first asked for.
final class DocumentText: Sendable {
    private let version: String
    private let made = Mutex<[UInt8]?>(nil)

    init(_ version: String) { self.version = version }

    var bytes: [UInt8] {
        made.withLock { made in
            if let made { return made }
            let bytes = Document.json(Operation.all, version: version).bytes
            made = bytes
            return bytes
        }
    }
}
