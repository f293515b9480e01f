import Desk
import Domain
import HTTPTypes
import Phrases
import Wire

/// Why an operation is not done, as far as the request's form and the asker's rights go. What the desk refuses is a
/// `Refusal`.
enum APIFault: Error, Sendable {
    case notFound
    case methodNotAllowed([HTTPRequest.Method])
    case unreadable(cause: String, cure: String)
    case shape([SchemaFault])
    case unauthorised(cause: String, cure: String)
    case forbidden(String)
    case wrongType(wanted: [String])
    case tooLarge(atMost: Int)
    case tooMany(seconds: Int)
    case versionChanged(Int)
    case slow
    /// A body that is packed.
    case coded
    case away(String)

    var problem: Problem {
        switch self {
        case .notFound:
            Problem(
                status: .notFound, code: "not-found", cause: "Nothing is at this address, or it is not yours.",
                cure: "See the reference at /api.")
        case .methodNotAllowed(let methods):
            Problem(
                status: .methodNotAllowed, code: "method", cause: "This address does not take the method.",
                cure: "Use \(methods.map(\.rawValue).joined(separator: " or ")).")
        case .unreadable(let cause, let cure):
            Problem(status: .badRequest, code: "unreadable", cause: cause, cure: cure)
        case .shape(let faults):
            Problem(
                status: .unprocessableContent, code: "shape",
                cause: faults.first.map { $0.pointer.isEmpty ? $0.cause : "\($0.pointer): \($0.cause)" } ?? "",
                cure: faults.first?.cure ?? "", faults: faults)
        case .unauthorised(let cause, let cure):
            Problem(status: .unauthorized, code: "unauthorised", cause: cause, cure: cure)
        case .forbidden(let cause):
            Problem(
                status: .forbidden, code: "forbidden", cause: cause,
                cure: "Ask an administrator for the right, or use a token that has it.")
        case .wrongType(let wanted):
            Problem(
                status: .unsupportedMediaType, code: "type", cause: "The body is of another type.",
                cure: "Send Content-Type: \(wanted.joined(separator: " or ")).")
        case .tooLarge(let most):
            Problem(
                status: .contentTooLarge, code: "too-large", cause: "The body has more than \(most) bytes.",
                cure: "Send less at once.")
        case .tooMany(let seconds):
            Problem(
                status: .tooManyRequests, code: "too-many", cause: "Too many requests have come from here.",
                cure: "Wait \(seconds) s.")
        case .versionChanged(let version):
            Problem(
                status: .preconditionFailed, code: "changed",
                cause: "It has changed meanwhile: its version is \(version).",
                cure: "Read it again, and send its new ETag in If-Match.")
        case .slow:
            Problem(
                status: .requestTimeout, code: "slow", cause: "The request did not arrive in time.",
                cure: "Send it without pauses.")
        case .coded:
            Problem(
                status: .unsupportedMediaType, code: "coded", cause: "The body has a Content-Encoding.",
                cure: "Send it as it is.")
        case .away(let cause):
            Problem(status: .serviceUnavailable, code: "away", cause: cause, cure: "Try again under the same key.")
        }
    }
}

extension Refusal {
    /// The class of a refusal, for programs.
    var status: HTTPResponse.Status {
        switch self {
        case .noSuch: .notFound
        case .exists, .versionTaken, .changed: .conflict
        case .keyReused: .unprocessableContent
        case .erased: .gone
        case .entryTooLong, .textTooLong: .contentTooLarge
        default: .conflict
        }
    }

    func problem(in language: Language, _ zone: Zone) -> Problem {
        if case .changed(_, let version) = self { return APIFault.versionChanged(version).problem }
        let (cause, cure) = wording(language).words(for: self, in: zone)
        return Problem(status: status, code: word, cause: cause, cure: cure)
    }
}
