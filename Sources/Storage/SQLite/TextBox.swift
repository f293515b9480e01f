import Crypto
import Desk
import Domain
import Foundation

/// The texts of one entry as they lie in the desk: AES-256-GCM over field, salt and payload of each.
///
/// What is authenticated beside them are position, part and person, so that a box can't be moved to another place. What
/// is long (attachments) is cut into parts.
struct TextBox {
    let position: Int64
    let person: PersonID
    let key: SymmetricKey
    var parts: [(number: Int, box: Data)]

    /// Three pieces, each after its length in four bytes, the highest first.
    static func append(_ text: SealedText, to plain: inout [UInt8]) {
        func piece(_ count: Int, _ bytes: some Sequence<UInt8>) {
            withUnsafeBytes(of: UInt32(count).bigEndian) { plain += $0 }
            plain += bytes
        }
        piece(text.field.utf8.count, text.field.utf8)
        piece(text.salt.count, text.salt)
        piece(text.payload.count, text.payload)
    }

    static func place(_ position: Int64, _ part: Int, isLast: Bool, _ person: PersonID) -> [UInt8] {
        var place: [UInt8] = []
        place.reserveCapacity(48 + person.rawValue.utf8.count)
        place += String(position).utf8
        place.append(UInt8(ascii: "/"))
        place += String(part).utf8
        place += (isLast ? "/end/" : "/more/").utf8
        place += person.rawValue.utf8
        return place
    }

    func open() throws -> [OpenText] {
        var plain: [UInt8] = []
        for (index, part) in parts.enumerated() {
            let isLast = index == parts.count - 1
            guard part.number == index,
                let opened = try? AES.GCM.open(
                    AES.GCM.SealedBox(combined: part.box), using: key,
                    authenticating: TextBox.place(position, index, isLast: isLast, person))
            else { throw damaged }
            plain += opened
        }
        var texts: [OpenText] = []
        var rest = plain[...]
        while !rest.isEmpty {
            let field = String(decoding: try piece(&rest), as: UTF8.self)
            let salt = Array(try piece(&rest))
            texts.append(
                OpenText(
                    position: position, person: person, field: field, salt: salt, payload: Array(try piece(&rest))))
        }
        return texts
    }

    private func piece(_ rest: inout ArraySlice<UInt8>) throws -> ArraySlice<UInt8> {
        guard rest.count >= 4 else { throw damaged }
        let count = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        rest = rest.dropFirst(4)
        guard rest.count >= count else { throw damaged }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    private var damaged: StoreError {
        .damaged(path: "the desk", what: "the texts of entry \(position) are not as they were written")
    }
}
