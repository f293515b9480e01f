import Domain
import SwiftASN1

/// What an authority answered: a status, and a CMS message that it signed, in which the time stands.
///
/// Read as BER, which some authorities write around the signed part. Signature and certificate are not judged here: who
/// doubts them asks openssl with the authority's root at hand.
/// - Source: RFC 3161, 2.4.2; RFC 5652, 5.1.
struct TimestampResponse: Sendable {
    /// The time stamped, to the millisecond below.
    let time: Instant

    private static let signedData: ASN1ObjectIdentifier = "1.2.840.113549.1.7.2"
    private static let stampInfo: ASN1ObjectIdentifier = "1.2.840.113549.1.9.16.1.4"

    /// - Throws: unless it was granted and is the answer to this request.
    init(_ bytes: [UInt8], to request: TimestampRequest) throws(TimestampFault) {
        do {
            let token = try BER.sequence(try BER.parse(bytes), identifier: .sequence) { nodes in
                try Self.requireGranted(nodes.next())
                return try Self.present(nodes.next())
            }
            let info = try BER.parse(try Self.content(of: token))
            time = try BER.sequence(info, identifier: .sequence) { try Self.time(in: &$0, answering: request) }
        } catch let fault as TimestampFault {
            throw fault
        } catch { throw .malformed("\(error)") }
    }

    private static func present(_ node: ASN1Node?) throws -> ASN1Node {
        guard let node else { throw TimestampFault.malformed("it ends early") }
        return node
    }

    private static func requireGranted(_ node: ASN1Node?) throws {
        let (status, text) = try BER.sequence(try present(node), identifier: .sequence) { nodes in
            let status = try Int(berEncoded: &nodes)
            var text = ""
            while let node = nodes.next() {
                guard node.identifier == .sequence, case .constructed(let parts) = node.content else { continue }
                text = try parts.map { String(try ASN1UTF8String(berEncoded: $0)) }.joined(separator: " ")
            }
            return (status, text)
        }
        // 1 is granted with changes; those that matter are looked for below.
        guard status == 0 || status == 1 else {
            throw TimestampFault.notGranted(status: status, reason: printable(text))
        }
    }

    /// A stranger's words: one line, and not long.
    private static func printable(_ text: String) -> String {
        String(
            String.UnicodeScalarView(text.unicodeScalars.prefix(200).filter { $0.value >= 0x20 && $0.value != 0x7F }))
    }

    /// What the authority signed.
    private static func content(of token: ASN1Node) throws -> ArraySlice<UInt8> {
        try BER.sequence(token, identifier: .sequence) { nodes in
            guard try ASN1ObjectIdentifier(berEncoded: &nodes) == signedData else {
                throw TimestampFault.malformed("its token is no signed data")
            }
            return try BER.explicitlyTagged(&nodes, tagNumber: 0, tagClass: .contextSpecific) { node in
                try BER.sequence(node, identifier: .sequence) { nodes in
                    // Version and the digests' algorithms.
                    _ = (nodes.next(), nodes.next())
                    let content = try stampInfo(try present(nodes.next()))
                    var hasCertificate = false
                    while let node = nodes.next() {
                        if node.identifier == ASN1Identifier(tagWithNumber: 0, tagClass: .contextSpecific) {
                            hasCertificate = true
                        }
                    }
                    guard hasCertificate else { throw TimestampFault.noCertificate }
                    return content
                }
            }
        }
    }

    private static func stampInfo(_ node: ASN1Node) throws -> ArraySlice<UInt8> {
        try BER.sequence(node, identifier: .sequence) { nodes in
            guard try ASN1ObjectIdentifier(berEncoded: &nodes) == stampInfo else {
                throw TimestampFault.malformed("what is signed is no time stamp")
            }
            return try BER.explicitlyTagged(&nodes, tagNumber: 0, tagClass: .contextSpecific) {
                try ASN1OctetString(berEncoded: $0).bytes
            }
        }
    }

    private static func time(
        in nodes: inout ASN1NodeCollection.Iterator, answering request: TimestampRequest
    ) throws -> Instant {
        // Version and the authority's policy.
        _ = (nodes.next(), nodes.next())
        try BER.sequence(try present(nodes.next()), identifier: .sequence) { imprint in
            let algorithm = try BER.sequence(try present(imprint.next()), identifier: .sequence) { nodes in
                let algorithm = try ASN1ObjectIdentifier(berEncoded: &nodes)
                while nodes.next() != nil {}
                return algorithm
            }
            let digest = try ASN1OctetString(berEncoded: &imprint)
            guard algorithm == TimestampRequest.sha256, Array(digest.bytes) == request.digest else {
                throw TimestampFault.otherContents
            }
        }
        // Its number.
        _ = nodes.next()
        let time = try instant(try GeneralizedTime(derEncoded: &nodes))
        var nonce: UInt64?
        // Of what may follow only the nonce is a bare integer.
        while let node = nodes.next() {
            if node.identifier == .integer { nonce = try? UInt64(berEncoded: node) }
        }
        guard nonce == request.nonce else { throw TimestampFault.otherNonce }
        return time
    }

    private static func instant(_ time: GeneralizedTime) throws -> Instant {
        guard let day = Day(checkedYear: time.year, month: time.month, day: time.day) else {
            throw TimestampFault.malformed("its time is on no day")
        }
        // Digits, of which the third counts milliseconds.
        let digits = (time.rawFractionalSeconds + Array("000".utf8)).prefix(3)
        let milliseconds = Int64(String(decoding: digits, as: UTF8.self)) ?? 0
        let seconds = Int64((time.hours * 60 + time.minutes) * 60 + time.seconds)
        return Instant(milliseconds: day.localMilliseconds + seconds * 1_000 + milliseconds)
    }
}
