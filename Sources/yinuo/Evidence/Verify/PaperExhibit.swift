import Certificates
import Domain
import Edges
import Evidence
import Foundation

/// What one file proves by itself.
struct PaperExhibit {
    private let what: String
    private let witnesses: [VerifierKey]

    init(_ what: String, _ witnesses: [VerifierKey]) {
        self.what = what
        self.witnesses = witnesses
    }

    /// - Parameter entry: the file that holds it.
    func check(_ receipt: Receipt, entry: String, _ key: VerifierKey) throws {
        let bytes = try File.bytes(entry, atMost: Bundle.entryBytesAtMost + 1)
        // As it is printed, with a line feed behind it.
        let line = bytes.last == 0x0A ? Array(bytes.dropLast()) : bytes
        let checkpoint = try signed(receipt.checkpoint, key)
        do { try receipt.verify(line, by: key) } catch let fault as ProofFault {
            throw Falsehood("The entry is not proved: \(fault.text).")
        }
        let seen = try witnessed(receipt.checkpoint)
        print("Entry \(receipt.index) is in \(checkpoint.origin), of \(checkpoint.size) entries.")
        tell(seen)
    }

    func check(_ note: Note, _ key: VerifierKey) throws {
        let checkpoint = try signed(note, key)
        let seen = try witnessed(note)
        print("\(checkpoint.origin) has signed that it has \(checkpoint.size) entries. The entries were not looked at.")
        tell(seen)
    }

    /// - Parameter key: nil takes the certificate's own.
    func check(certificate text: String, isPage: Bool, _ key: VerifierKey?) throws {
        let (certificate, found): (Certificate, Verified)
        do throws(CertificateFault) {
            certificate = isPage ? try Certificate(page: text) : try Certificate(json: text)
            if let key, let other = key.mismatch(certificate.evidence.checkpoint) {
                throw .checkpoint(.badKey(other))
            }
            found = try Certificates.verify(certificate, key: key)
            if isPage {
                let zones = try? Shipped().zones
                try certificate.compare(page: text) { name in try? zones?.zone(name) }
            }
        } catch {
            if error.isDoubt { throw Complaint("\(what) could not be checked. \(error.text).") }
            throw Falsehood("It does not hold. \(error.text).")
        }
        let seen = try witnessed(certificate.evidence.checkpoint)
        let records = "\(found.records) records of ticket \(certificate.ticket.rawValue)"
        print("\(records) are in \(found.checkpoint.origin), and say what the certificate says.")
        if isPage { print("Every word of the page is what its data say.") }
        tell(seen)
        print(
            "Not proved, since they are the issuer's own words: its name, titles and promises, rates and amounts of money, "
                + "and that nothing was recorded later.")
        if found.isKeyItsOwn {
            Output.error("The key came with it: compare it with one that you got elsewhere. \(found.key.text)")
        }
    }

    private func signed(_ note: Note, _ key: VerifierKey) throws -> Checkpoint {
        if let other = key.mismatch(note) { throw Complaint("\(what) could not be checked: \(other).") }
        do throws(NoteFault) { return try Checkpoint(note, by: key) } catch {
            throw Falsehood("\(what) is not what was signed: \(error.text).")
        }
    }

    /// - Returns: whoever was asked for, and the size that they have signed.
    private func witnessed(_ note: Note) throws -> [(name: String, size: Int64)] {
        try witnesses.map { witness in
            do throws(NoteFault) {
                try witness.verify(note)
                return (witness.name, try Checkpoint(text: note.text).size)
            } catch { throw Falsehood("The checkpoint in \(what) is not witnessed: \(error.text).") }
        }
    }

    private func tell(_ seen: [(name: String, size: Int64)]) {
        for (name, size) in seen { print("Witnessed by \(name) at \(size) entries.") }
    }
}
