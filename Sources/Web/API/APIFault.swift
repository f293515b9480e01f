import Desk
import Domain
import HTTPTypes
import Phrases
import Wire

/// Why an operation is not done, as far as the request's form, the asker's rights and the service's state go. What the
/// desk refuses is a `Refusal`.
enum APIFault: Error, Sendable {
    case service(ServiceFault)
    /// What was sent differs from what is asked for; never empty.
    case shape([SchemaFault])
    case figures(FiguresRefusal)

    static let notFound = APIFault.service(.notFound)

    func problem(in language: Language, _ zone: Zone) -> Problem {
        let words = wording(language)
        switch self {
        case .service(let fault): return fault.problem(in: language)
        case .shape(let faults):
            let told = faults.map { Problem.Fault($0.pointer, words.words(for: $0.fault)) }
            return Problem.shape(told, words)
        case .figures(let refusal):
            return Problem.shape([.init(refusal.place, words.words(for: refusal, in: zone))], words)
        }
    }
}

extension FiguresRefusal {
    /// Of the query.
    fileprivate var place: String {
        switch self {
        case .tooManyFilters: ""
        case .filteredTwice(let dimension): "?where.\(dimension.rawValue)"
        case .emptyRange: "?to"
        case .tooManyCells: "?step"
        case .groupsOutOfRange: "?groups"
        case .unknownZone: "?zone"
        case .ahead: "?asOf"
        }
    }
}

extension Problem {
    /// The first fault is told as the problem's own: most have no other.
    fileprivate static func shape(_ faults: [Fault], _ words: any Wording) -> Problem {
        let first = faults.first
        return Problem(
            status: .unprocessableContent, code: "shape",
            title: words.title(ofStatus: HTTPResponse.Status.unprocessableContent.code),
            cause: first.map { $0.pointer.isEmpty ? $0.cause : "\($0.pointer): \($0.cause)" } ?? "",
            cure: first?.cure ?? "", faults: faults)
    }
}

extension ServiceFault {
    func problem(in language: Language) -> Problem { problem(in: language, faults: []) }

    func problem(in language: Language, faults: [Problem.Fault]) -> Problem {
        let words = wording(language)
        let (cause, cure) = words.words(for: self)
        let (status, code) = kind
        return Problem(
            status: status, code: code, title: words.title(ofStatus: status.code), cause: cause, cure: cure,
            faults: faults)
    }

    /// The status, and the kind for programs.
    private var kind: (status: HTTPResponse.Status, code: String) {
        switch self {
        case .notFound: (.notFound, "not-found")
        case .method: (.methodNotAllowed, "method")
        case .address, .query, .notText, .notJSON, .cutOff, .lastEventID, .purpose, .key, .version:
            (.badRequest, "unreadable")
        case .notHeeded: (.unprocessableContent, "not-heeded")
        case .nobody, .noToken: (.unauthorized, "unauthorised")
        case .noForm: (.forbidden, "csrf")
        case .right, .rightBesides, .customersMayNot: (.forbidden, "forbidden")
        case .type: (.unsupportedMediaType, "type")
        case .packed: (.unsupportedMediaType, "coded")
        case .tooLarge: (.contentTooLarge, "too-large")
        case .tooMany: (.tooManyRequests, "too-many")
        case .changed: (.preconditionFailed, "changed")
        case .slow: (.requestTimeout, "slow")
        case .away, .contended: (.serviceUnavailable, "away")
        case .defect: (.internalServerError, "defect")
        case .policy: (.unprocessableContent, "policy")
        case .sessionOnly, .accountOnly, .noIssuer, .noLogKey, .notSealed, .notFinished: (.conflict, "unavailable")
        case .noMail: (.conflict, "no-mail")
        case .headTooLarge: (.requestHeaderFieldsTooLarge, "head-too-large")
        case .unknownMethod: (.notImplemented, "unknown-method")
        case .transferCoding: (.notImplemented, "transfer-coding")
        case .protocolVersion: (.httpVersionNotSupported, "http-version")
        case .unreadableHead: (.badRequest, "unreadable")
        }
    }
}

extension Refusal {
    /// The class of a refusal, for programs.
    var status: HTTPResponse.Status {
        switch self {
        case .noSuch, .record(.noSuchRecord): .notFound
        case .exists, .versionTaken, .changed: .conflict
        case .record(.faults): .unprocessableContent
        case .keyReused: .unprocessableContent
        case .erased, .record(.erased): .gone
        case .entryTooLong, .textTooLong: .contentTooLarge
        default: .conflict
        }
    }

    /// - Parameters:
    ///   - sent: the body that it lies in.
    ///   - root: the pointer of that in what was sent.
    func problem(in language: Language, _ zone: Zone, sent: JSONValue = .null, at root: String = "") -> Problem {
        if case .changed(_, let version) = self { return ServiceFault.changed(version: version).problem(in: language) }
        let words = wording(language)
        let (cause, cure) = words.words(for: self, in: zone)
        return Problem(
            status: status, code: word, title: words.title(ofStatus: status.code), cause: cause, cure: cure,
            faults: faults(words, zone, sent).map { .init(root + $0.pointer, ($0.cause, $0.cure)) })
    }

    private func faults(_ words: any Wording, _ zone: Zone, _ sent: JSONValue) -> [Problem.Fault] {
        if case .record(.faults(let faults)) = self {
            return faults.map { .init("/values/" + $0.field, words.words(for: $0.cause)) }
        }
        return place(in: sent).map { [.init($0, words.words(for: self, in: zone))] } ?? []
    }
}
