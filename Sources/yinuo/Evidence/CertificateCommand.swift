import ArgumentParser
import Certificates
import Desk
import Domain
import Edges
import Evidence
import Foundation
import Phrases
import Storage

struct CertificateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "certificate",
        abstract: "Writes the certificate of a finished ticket: what was promised, whether it was kept, and proof.",
        discussion: """
            A page that prints and checks itself in any browser, without the network;
            with --json the same for programs.
            Example:
              yinuo certificate t-81 --company "Example Ltd" --lang zh > t-81.html
              yinuo evidence verify t-81.html --key VKEY
            Texts of people are not in it, only their hashes; ids of teams and agents
            are. The ticket has to be resolved, closed, cancelled or merged.
            """)

    @Argument(help: "The ticket's id.") var ticket: String
    @Option(help: "Who issues it, as the customer knows them.") var company: String
    @OptionGroup var lang: LanguageOption
    @Flag(help: "Write it as JSON.") var json = false
    @OptionGroup var option: EvidenceOption

    func run() async throws {
        try await complaining(lang.wording) {
            let (named, file) = try await option.named()
            guard let file, file.exists else {
                throw Complaint("The key of the desk's log is needed. Name it with --evidence-key.")
            }
            try await OpenDesk.reading(named) { store in
                let desk = try await ServiceDesk.open(try OpenDesk.edges(store, nil))
                let dossier = try await desk.dossier(TicketID(rawValue: ticket))
                let zone = try await OpenDesk.zone(store)
                let key: SignerKey
                switch KeyAtHand(file, of: dossier.log) {
                case .fits(let found): key = found
                case .trouble(let text): throw Complaint(text)
                }
                let certificate = try Certificate(
                    of: dossier, company: company, key: key.verifier, zone: zone)
                print(json ? certificate.json : certificate.html(in: lang.language, zone: zone))
            }
        }
    }
}

extension DossierFault: DeskTrouble {
    func complaint(_ words: any Wording) -> Complaint { Complaint(text) }
}

extension CertificateFault: DeskTrouble {
    func complaint(_ words: any Wording) -> Complaint { Complaint("There is no certificate. \(text)") }
}

extension Certificate {
    /// Of a ticket's dossier, with its proofs.
    init(of dossier: Dossier, company: String, key: VerifierKey, zone: Zone) throws(CertificateFault) {
        let entries = dossier.proofs.map {
            EvidencedEntry(index: $0.index, entry: $0.entry, receipt: $0.hashes, payload: $0.payload, salt: $0.salt)
        }
        try self.init(
            of: dossier.ticket, entries: dossier.entries, book: dossier.book, contract: dossier.contract,
            ledger: dossier.ledger, company: company, zone: zone, made: dossier.at,
            evidence: CertificateEvidence(entries: entries, checkpoint: dossier.checkpoint, key: key))
    }
}
