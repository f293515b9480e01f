import Crypto
import Desk
import Evidence

/// What the desk signs cookies and links with, so that every node knows its own again and none keeps a list.
///
/// Made by HKDF from the one secret that a desk keeps (`SealStore.secret`): it moves and is backed up with the desk, and
/// nothing that is made of it leads back to it.
struct DeskKeys: Sendable {
    private let signing: SymmetricKey
    private let sealing: SymmetricKey

    init(_ secret: [UInt8]) {
        func key(_ use: String) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(
                inputKeyMaterial: SymmetricKey(data: secret), info: Array("yinuo/identity/1/\(use)".utf8),
                outputByteCount: 32)
        }
        (signing, sealing) = (key("signing"), key("sealing"))
    }

    init(of desk: ServiceDesk) async throws(StoreError) {
        self.init(try await desk.edges.store.seals.secret(desk.edges.random(EvidenceSecret.byteCount)))
    }

    /// - Parameter use: a word of its own for each sort of text, so that none passes for another.
    func mac(_ use: String, _ text: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: message(use, text), using: signing))
    }

    /// In a time that does not tell how much of it is right.
    func isMAC(_ mac: [UInt8], _ use: String, _ text: String) -> Bool {
        HMAC<SHA256>.isValidAuthenticationCode(mac, authenticating: message(use, text), using: signing)
    }

    private func message(_ use: String, _ text: String) -> [UInt8] { Array(use.utf8) + [0] + Array(text.utf8) }

    /// Text and its signature, for an address or a cookie.
    func signed(_ use: String, _ text: String) -> String {
        Base64URL.text(Array(text.utf8)) + "." + Base64URL.text(mac(use, text))
    }

    /// What was signed; nil for anything that `signed` did not make.
    func opened(_ use: String, _ signed: String) -> String? {
        guard signed.utf8.count <= 4_096 else { return nil }
        let parts = signed.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let bytes = Base64URL.bytes(parts[0]), let mac = Base64URL.bytes(parts[1]),
            let text = String(validating: bytes, as: UTF8.self), isMAC(mac, use, text)
        else { return nil }
        return text
    }

    /// What its bearer may carry and not read.
    func sealed(_ text: String) -> String? {
        (try? AES.GCM.seal(Array(text.utf8), using: sealing))?.combined.map { Base64URL.text(Array($0)) }
    }

    func unsealed(_ text: String) -> String? {
        guard text.utf8.count <= 4_096, let bytes = Base64URL.bytes(text),
            let box = try? AES.GCM.SealedBox(combined: bytes), let open = try? AES.GCM.open(box, using: sealing)
        else { return nil }
        return String(validating: open, as: UTF8.self)
    }
}

/// Whether two byte strings are the same, in a time that depends on their lengths alone.
public func isSame(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    guard a.count == b.count else { return false }
    var difference: UInt8 = 0
    for index in a.indices { difference |= a[index] ^ b[index] }
    return difference == 0
}
