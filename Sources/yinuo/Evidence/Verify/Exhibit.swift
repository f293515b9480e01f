import Certificates
import Evidence
import Foundation
import Storage

/// What was handed over to be checked, told by how it begins.
enum Exhibit {
    case folder, address
    case proof(Receipt)
    case checkpoint(Note)
    /// JSON.
    case certificate(String)
    /// HTML.
    case page(String)

    var name: String {
        switch self {
        case .folder: "a log's folder"
        case .address: "a log's address"
        case .proof: "a proof"
        case .checkpoint: "a checkpoint"
        case .certificate, .page: "a certificate"
        }
    }

    var isLog: Bool {
        switch self {
        case .folder, .address: true
        case .proof, .checkpoint, .certificate, .page: false
        }
    }

    /// - Throws: what it is instead, with what to do.
    init(_ what: String) throws {
        if what.hasPrefix("http://") || what.hasPrefix("https://") {
            self = .address
            return
        }
        if case .database(let place)? = DeskPlace(what) { throw Exhibit.desk(place.name) }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: what, isDirectory: &isFolder) else {
            throw Complaint(
                "\(what) is not there. Name a log's folder or address, a proof, a checkpoint or a certificate.")
        }
        if isFolder.boolValue {
            self = .folder
            return
        }
        if try Exhibit.head(what).starts(with: Array("SQLite format 3".utf8)) { throw Exhibit.desk(what) }
        let text = String(decoding: try File.bytes(what, atMost: 2 * Certificate.longest), as: UTF8.self)
        self = try Exhibit.read(text, what)
    }

    private static func read(_ text: String, _ what: String) throws -> Exhibit {
        switch text.first(where: { !$0.isWhitespace }) {
        case "{": return .certificate(text)
        case "<": return .page(text)
        default: break
        }
        if text.hasPrefix("PRIVATE+KEY+") {
            throw Complaint("\(what) is a secret key, and nothing to check. Keep it to yourself.")
        }
        if text.hasPrefix("c2sp.org/tlog-proof") {
            do throws(NoteFault) { return .proof(try Receipt(text: text)) } catch {
                throw Complaint("\(what) can't be read as a proof: \(error.clause). Get it anew.")
            }
        }
        do throws(NoteFault) {
            let note = try Note(reading: text)
            _ = try Checkpoint(text: note.text)
            return .checkpoint(note)
        } catch {
            throw Complaint(
                "\(what) is no log's folder, no proof, no checkpoint and no certificate. Name what you were given.")
        }
    }

    private static func head(_ path: String) throws -> [UInt8] {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw Complaint("\(path) can't be read. Check its rights.")
        }
        defer { try? file.close() }
        return Array(try file.read(upToCount: 16) ?? Data())
    }

    private static func desk(_ name: String) -> Complaint {
        Complaint(
            "\(name) is a desk, and no log. Write its log into a folder and verify that: "
                + "yinuo evidence export OUT --desk \(name)")
    }
}

extension NoteFault {
    /// What is wrong, for a sentence that has named the thing already.
    var clause: String { if case .malformed(let what) = self { what } else { text } }
}
