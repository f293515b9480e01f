import Desk
import Domain

/// A record of master data as somebody would type it in.
public struct MasterRecord: Hashable, Sendable {
    public let kind: RecordKind
    public let id: RecordID
    public let fields: [String: String]

    init(_ kind: RecordKind, _ id: String, _ fields: [String: String]) {
        self.kind = kind
        self.id = RecordID(rawValue: id)
        self.fields = fields
    }

    public var request: Request {
        Request("agent:office", .record(kind, id, .put(fields.mapValues { .some($0) })))
    }
}
