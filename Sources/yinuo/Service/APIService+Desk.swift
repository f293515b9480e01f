import Certificates
import Desk
import Domain
import Edges
import Evidence
import Insight
import Phrases
import PolicyLanguage
import Storage
import Web
import Wire

extension APIService {
    /// The service of a desk that is served.
    init(_ running: RunningDesk, _ live: Live, _ settings: Settings) async throws {
        let desk = running.desk
        let store = desk.edges.store
        let zone = try await OpenDesk.zone(store)
        let key = settings.evidenceKeyFile
        let company = settings.company
        @Sendable func certificate(_ id: TicketID) async throws -> Certificate {
            guard let company else { throw ServiceFault.noIssuer }
            // Nobody has to wait for the seal of what has no certificate anyway.
            if let state = try await desk.ticket(id)?.ticket.course.state(), !state.isSettled {
                throw ServiceFault.notFinished(state)
            }
            do {
                let dossier = try await desk.dossierOnceSealed(
                    id, isSealing: await running.sealing?.sealer.trouble == nil)
                // Where the key lies is the operator's to know, who reads it in the log of `serve`.
                guard let key, case .fits(let found) = KeyAtHand(key, of: dossier.log) else {
                    throw ServiceFault.noLogKey
                }
                return try Certificate(of: dossier, company: company, key: found.verifier, zone: zone)
            } catch is DossierFault {
                throw ServiceFault.notSealed
            } catch let fault as CertificateFault {
                guard case .notFinished(let state) = fault else { throw fault }
                throw ServiceFault.notFinished(state)
            }
        }
        self.init(
            desk: desk, authenticator: Authenticator(running.identity), identity: running.identity, live: live,
            entry: JournalCodec.json,
            export: { write in _ = try await DeskExport.write(store) { try await write($0) } },
            policies: .shipped(try Shipped()), evidence: EvidenceDesk(store),
            figures: FiguresDesk(
                answer: { try await running.figures.answer($0) },
                listing: { try await running.figures.listing($0) },
                alarms: { try await running.figures.alarms(byGrade: $0, asOf: $1) }),
            certificate: { try JSONValue(try await certificate($0).json) },
            noteReading: { try await desk.noteReading($0, $1, $2) }, zone: zone, version: Yinuo.version)
        base = settings.base ?? ""
        picture = { QRCode($0).map { ($0.side, $0.path) } }
        // Where nobody issues any, no page offers one.
        if company != nil, key != nil {
            certificatePage = { try await certificate($0).html(in: $1, zone: zone, isServed: true) }
        }
    }
}

extension ServiceDesk {
    /// A fact is sealed within a second, and whoever has just closed a ticket asks for its certificate at once.
    /// - Parameter isSealing: whether anything is being sealed that one could wait for.
    fileprivate func dossierOnceSealed(_ id: TicketID, isSealing: Bool) async throws -> Dossier {
        var waits = isSealing ? 10 : 0
        while true {
            do { return try await dossier(id) } catch DossierFault.notSealed where waits > 0 {
                waits -= 1
                try await Task.sleep(for: .milliseconds(200))
            }
        }
    }
}

extension PolicyDesk {
    /// On the zones and calendars of the program.
    static func shipped(_ shipped: Shipped) -> PolicyDesk {
        @Sendable func policy(_ bytes: [UInt8], _ language: Language) throws(Faulty) -> Policy {
            let reading = Policy.read(bytes, zones: shipped.zones, official: shipped.official)
            if let policy = reading.value { return policy }
            let words = wording(language)
            throw Faulty(
                reading.faults.map { fault in
                    let (cause, cure) = words.words(for: fault.problem)
                    return ("\(fault.place.line):\(fault.place.column)", cause, cure)
                })
        }
        return PolicyDesk(
            files: { Shipped.files(policy: $0) },
            check: { bytes, language in
                let reading = Policy.read(bytes, zones: shipped.zones, official: shipped.official)
                let words = wording(language)
                let faults = reading.faults.map { fault -> JSONValue in
                    let (cause, cure) = words.words(for: fault.problem)
                    return finding("fault", fault.place, cause, cure)
                }
                let notes = reading.notes.map { finding("note", $0.place, words.words(for: $0.remark), "") }
                return .members(["sound": .bool(faults.isEmpty), "findings": .array(faults + notes)])
            },
            explain: { bytes, language throws(Faulty) in
                let policy = try policy(bytes, language)
                return policy.explained().map { sentence($0.depth, wording(language).sentence($0, in: policy)) }
            },
            changes: { old, new, language throws(Faulty) in
                let (old, new) = (try policy(old, language), try policy(new, language))
                return old.changes(to: new).map { sentence(0, wording(language).sentence($0, from: old, to: new)) }
            })
    }

    private static func finding(_ severity: String, _ place: Place, _ cause: String, _ cure: String) -> JSONValue {
        .members([
            "severity": .string(severity), "line": .int(place.line), "column": .int(place.column),
            "cause": .string(cause), "cure": .string(cure),
        ])
    }

    private static func sentence(_ depth: Int, _ text: String) -> JSONValue {
        .members(["depth": .int(depth), "sentence": .string(text)])
    }
}

extension EvidenceDesk {
    init(_ store: Store) {
        self.init(
            status: {
                let log = try await store.seals.logs().last
                let checkpoint = log.flatMap { $0.checkpoint.isEmpty ? nil : $0.checkpoint }
                return .members([
                    "origin": log.map { .string($0.origin) } ?? .null, "log": .int(log?.number ?? 0),
                    "size": .int(log?.size ?? 0), "checkpoint": checkpoint.map(JSONValue.string) ?? .null,
                ])
            },
            receipt: { position in
                guard let log = try await store.seals.logs().last, position >= 0, position + log.shift < log.size else {
                    return nil
                }
                return try await LogFiles(store).receipt(position + log.shift, in: log).text
            },
            sealed: {
                try await store.seals.logs().last.map { (origin: $0.origin, through: max(0, $0.size - $0.shift)) }
            })
    }
}
