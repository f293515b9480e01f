import Evidence
import SwiftASN1

/// Asks a time stamping authority to sign that certain bytes existed, of which it is told nothing but the hash.
/// - Source: RFC 3161, 2.4.1.
struct TimestampRequest: DERSerializable, Sendable {
    static let sha256: ASN1ObjectIdentifier = "2.16.840.1.101.3.4.2.1"

    /// SHA-256 of the bytes.
    let digest: [UInt8]
    /// By chance; so an old answer can't be given again.
    let nonce: UInt64

    init(of bytes: [UInt8], nonce: UInt64) {
        digest = Content.digest(bytes)
        self.nonce = nonce
    }

    func der() -> [UInt8] {
        var serializer = DER.Serializer()
        // It fails for parts that can't be written, of which there are none.
        try! serialize(into: &serializer)
        return serializer.serializedBytes
    }

    func serialize(into coder: inout DER.Serializer) throws {
        try coder.appendConstructedNode(identifier: .sequence) { coder in
            try coder.serialize(1)
            try coder.appendConstructedNode(identifier: .sequence) { coder in
                try coder.appendConstructedNode(identifier: .sequence) { coder in
                    try coder.serialize(Self.sha256)
                    try coder.serialize(ASN1Null())
                }
                try coder.serialize(ASN1OctetString(contentBytes: digest[...]))
            }
            try coder.serialize(nonce)
            // The certificate is wanted in the answer, which then can be verified for itself.
            try coder.serialize(true)
        }
    }
}
