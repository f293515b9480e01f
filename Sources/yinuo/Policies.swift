import ArgumentParser
import Domain
import Edges
import Phrases
import PolicyLanguage
import Wire

/// Finds policies by id or path and keeps those it has read.
struct Policies {
    let shipped: Shipped
    private var kept: [String: Result<PolicyInForce, Complaint>] = [:]

    init() throws { shipped = try Shipped() }

    /// The bytes behind a name, and how messages should call them. A shipped id wins over a file of that name.
    func source(_ name: String) throws -> (shown: String, bytes: [UInt8]) {
        if let bytes = Shipped.bytes("policies/\(name).yaml") { return (name + ".yaml", bytes) }
        if !name.contains("/"), !name.contains("."), !File.exists(name) {
            let hint = nearest(to: name, among: Shipped.policyIDs).map { " Did you mean \($0)?" } ?? ""
            throw Complaint(
                "There is no policy \"\(name)\".\(hint) Name one of \(Shipped.policyIDs.joined(separator: ", ")), or a file."
            )
        }
        return (name, try File.bytes(name, atMost: 1 << 20))
    }

    func read(_ name: String) throws -> (shown: String, reading: Reading<Policy>) {
        let (shown, bytes) = try source(name)
        return (shown, Policy.read(bytes, zones: shipped.zones, official: shipped.official))
    }

    /// - Throws: the first fault, and how many more there are.
    func policy(_ name: String) throws -> Policy {
        let (shown, reading) = try read(name)
        if let policy = reading.value { return policy }
        guard let first = reading.faults.first else { throw Complaint("\(shown) can't be read.") }
        let more = reading.faults.count > 1 ? " (and \(reading.faults.count - 1) more; see yinuo policy check)" : ""
        throw Complaint(Finding(shown, first, wording(.en)).line + more)
    }

    mutating func inForce(_ name: String) throws -> PolicyInForce {
        if let known = kept[name] { return try known.get() }
        let result: Result<PolicyInForce, Complaint>
        do {
            let policy = try policy(name)
            result = .success(try PolicyInForce(policy, zones: shipped.zones, official: shipped.official))
        } catch let complaint as Complaint {
            result = .failure(complaint)
        } catch {
            result = .failure(Complaint("\(name) can't be used: \(error)."))
        }
        kept[name] = result
        return try result.get()
    }
}

extension PolicyInForce {
    /// The commitments of a grade.
    /// - Throws: with the nearest grade, if there is none of that name.
    func checkedTerms(_ grade: String, variant: String?) throws -> [Term] {
        guard let found = policy.grade(GradeID(grade)) else {
            let known = policy.grades.map(\.id.rawValue)
            let hint = nearest(to: grade, among: known).map { " Did you mean \($0)?" } ?? ""
            throw Complaint(
                "The policy \(policy.id) has no grade \"\(grade)\".\(hint) It has \(known.joined(separator: ", ")).")
        }
        if let variant, !found.variants.contains(where: { $0.id.rawValue == variant }) {
            let known = found.variants.map(\.id.rawValue)
            throw Complaint(
                "The grade \(grade) has no variant \"\(variant)\". It has \(known.isEmpty ? "none" : known.joined(separator: ", "))."
            )
        }
        return terms(found.id, variant: variant.map { VariantID($0) })
    }
}

/// A fault or a note of a check, as it is printed.
struct Finding {
    let file: String
    let place: Place
    let text: String
    var isNote = false

    static func all(_ file: String, _ reading: Reading<Policy>, _ words: any Wording) -> [Finding] {
        reading.faults.map { Finding(file, $0, words) }
            + reading.notes.map {
                Finding(file: file, place: $0.place, text: words.words(for: $0.remark), isNote: true)
            }
    }

    var line: String { "\(file):\(place.line):\(place.column): \(isNote ? "note: " : "")\(text)" }

    var json: JSONValue {
        .members([
            "file": .string(file), "line": .int(place.line), "column": .int(place.column),
            "kind": .string(isNote ? "note" : "fault"), "text": .string(text),
        ])
    }
}

extension Finding {
    /// Chinese and Japanese sentences stand together without a space.
    init(_ file: String, _ fault: Fault, _ words: any Wording) {
        let (cause, cure) = words.words(for: fault.problem)
        self.init(file: file, place: fault.place, text: cause + (cause.hasSuffix("。") ? "" : " ") + cure)
    }
}

/// `--lang`, shared by the commands that speak.
struct LanguageOption: ParsableArguments {
    @Option(name: .customLong("lang"), help: "zh, en, ja or ko.", completion: .languages)
    var code = "en"

    func validate() throws {
        guard Language(rawValue: code) != nil else {
            throw ValidationError("\"\(code)\" is no language of this program. Use zh, en, ja or ko.")
        }
    }

    var wording: any Wording { Phrases.wording(Language(rawValue: code) ?? .en) }
    var language: Language { Language(rawValue: code) ?? .en }
}
