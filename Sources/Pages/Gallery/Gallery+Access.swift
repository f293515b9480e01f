import Domain
import Phrases

extension Gallery {
    static func accesses(_ reader: Reader) -> [Piece] {
        func page(_ factor: AccessPage.Factor, _ trouble: IdentityFault? = nil) -> AccessPage {
            var page = AccessPage(
                login: factor == .none ? nil : "lin.xiao", factor: factor,
                sessions: [
                    .init(
                        id: "s1", since: now - .minutes(42), until: now + .hours(11),
                        how: factor == .none ? .byLink : .byPassword, isThis: true),
                    .init(id: "s2", since: now - .hours(30), until: now + .hours(3), how: .byCode, isThis: false),
                ])
            page.trouble = trouble.map {
                let (cause, cure) = reader.words.words(for: $0, in: reader.zone)
                return Trouble(cause: cause, cure: cure)
            }
            return page
        }
        // As a code of the smallest size looks: three corners, and nothing that a phone would read.
        let corners = [(4, 4), (18, 4), (4, 18)].map { x, y in
            "M\(x) \(y)h7v1h-7zM\(x) \(y + 6)h7v1h-7zM\(x) \(y + 1)h1v5h-1zM\(x + 6) \(y + 1)h1v5h-1zM\(x + 2) \(y + 2)h3v3h-3z"
        }.joined()
        let picture = AccessPage.Picture(side: 29, path: corners)
        let offered = AccessPage.Factor.offered(
            seed: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", uri: "otpauth://totp/" + hostile, picture: picture)
        return [
            Piece("access", page(.off), at: .access()),
            Piece("access-on", page(.on), at: .access()),
            Piece("access-offered", page(offered), at: .access(.offer)),
            Piece("access-refused", page(offered, .unknownOrWrong), at: .access(.confirm)),
            Piece(
                "access-recovery",
                page(.confirmed(recovery: (0..<10).map { "k7f\($0)-9m2x-q4t\($0)" })), at: .access(.confirm)),
            Piece("access-customer", page(.none), as: .customer, at: .access()),
        ]
    }
}
