import Domain
import Phrases
import Wire

extension Refusal {
    /// Where in a body the thing stands that is refused: nil where it stands in the address, or in no one place.
    func place(in json: JSONValue) -> String? {
        switch self {
        case .noSuch(let stream), .ofAnotherCustomer(let stream): json.place(of: stream.id)
        case .exists(let stream): json.place(of: stream.id, under: ["id"])
        case .badID(let id): json.place(of: id)
        case .noSuchPolicy(let policy, _): json.place(of: policy.rawValue, under: ["policy"])
        case .noSuchGrade(_, let grade, _): json.place(of: grade.rawValue, under: ["grade"])
        case .receivedAhead, .receivedTooFarBack: json["received"].map { _ in "/received" }
        case .textTooLong(let field, _, _): json[field].map { _ in "/" + field }
        case .ticket(_, let refusal): refusal.member.flatMap { name in json[name].map { _ in "/" + name } }
        default: nil
        }
    }
}

extension Ticket.Refusal {
    /// The member of the body that the refusal is about.
    fileprivate var member: String? {
        switch self {
        case .ahead, .beforeReceived, .tooFarBack: "occurred"
        case .unknownEvent, .detailMissing: "event"
        case .unknownGrade, .alreadyGraded: "grade"
        case .noSuchStrand: "strand"
        case .noSuchFact: "position"
        case .agreedDatePast: "date"
        case .handOverNotOffered: "team"
        case .otherCustomer, .cannotMergeWithItself: "into"
        default: nil
        }
    }
}

extension IdentityFault {
    func place(in json: JSONValue) -> String? {
        switch self {
        case .noSuch(let stream): json.place(of: stream.id)
        case .scopesTooWide: json["scopes"].map { _ in "/scopes" }
        case .badExpiry: json["until"].map { _ in "/until" }
        case .badLogin, .loginTaken: json["login"].map { _ in "/login" }
        case .hasAccount: json["agent"].map { _ in "/agent" }
        case .weakPassword: ["new", "password"].first { json[$0] != nil }.map { "/" + $0 }
        default: nil
        }
    }
}

extension JSONValue {
    /// What people write may read like an id and is none.
    private static let texts: Set<String> = ["text", "subject", "reason"]

    /// The pointer of the first text that is just this.
    /// - Parameter keys: names of members that it may stand under; all but free texts if none are said.
    fileprivate func place(of word: String, under keys: Set<String>? = nil) -> String? {
        switch self {
        case .object(let members):
            for member in members {
                if member.value.string == word, keys?.contains(member.key) ?? !JSONValue.texts.contains(member.key) {
                    return "/" + member.key
                }
                if let place = member.value.place(of: word, under: keys) { return "/" + member.key + place }
            }
        case .array(let values):
            for (index, value) in values.enumerated() {
                if keys == nil, value.string == word { return "/\(index)" }
                if let place = value.place(of: word, under: keys) { return "/\(index)" + place }
            }
        default: break
        }
        return nil
    }
}
