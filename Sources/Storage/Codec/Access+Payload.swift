import Domain

extension AccessEvent: Payload {
    private enum Kind: String, CaseIterable {
        case failed, locked
        case linkMade = "link-made"
        case read
    }

    static var kinds: [String] { Kind.allCases.map(\.rawValue) }

    func write(to payload: inout PayloadWriter) -> String {
        switch self {
        case .failed(let account, let cause, _):
            payload.word("account", ifAny: account)
            payload.word("cause", cause)
            return Kind.failed.rawValue
        case .locked(let account, let until, _):
            payload.word("account", ifAny: account)
            payload.instant("until", until)
            return Kind.locked.rawValue
        case .linkMade(let link, _):
            payload.text("id", link.id)
            payload.word("purpose", link.purpose)
            payload.instant("until", link.until)
            payload.text("whom", link.whom.description)
            return Kind.linkMade.rawValue
        case .read(let by, let person, let purpose, let of, _):
            payload.word("by", by)
            if let of { payload.text("of", of.description) }
            // `person` would be whose texts the entry binds.
            payload.word("purpose", purpose)
            payload.word("whose", person)
            return Kind.read.rawValue
        }
    }

    static func read(
        _ kind: String, from payload: inout PayloadReader, of id: String, at: Instant
    ) throws(PayloadFault) -> AccessEvent? {
        switch Kind(rawValue: kind) {
        case nil: return nil
        case .failed:
            let account: RecordID? = try payload.word(ifAny: "account")
            return .failed(account: account, cause: try payload.word("cause"), at: at)
        case .locked:
            let account: RecordID? = try payload.word(ifAny: "account")
            return .locked(account: account, until: try payload.instant("until"), at: at)
        case .linkMade:
            let id = try payload.text("id")
            let purpose: AccessLink.Purpose = try payload.word("purpose")
            let until = try payload.instant("until")
            let whom = try stream(try payload.text("whom"), payload)
            return .linkMade(AccessLink(id: id, purpose: purpose, whom: whom, until: until), at: at)
        case .read:
            let by: Actor = try payload.word("by")
            var of: StreamID?
            if try payload.has("of") { of = try stream(try payload.string(), payload) }
            let purpose: Purpose = try payload.word("purpose")
            return .read(by: by, person: try payload.word("whose"), purpose: purpose, of: of, at: at)
        }
    }

    private static func stream(_ text: String, _ payload: PayloadReader) throws(PayloadFault) -> StreamID {
        guard let stream = StreamID(text) else { throw payload.fault("“\(text)” names no stream") }
        return stream
    }
}
