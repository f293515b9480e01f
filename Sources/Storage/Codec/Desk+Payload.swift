import Domain

extension DeskEvent: Payload {
    private enum Kind: String, CaseIterable {
        case founded
        case monthEnded = "month-ended"
        case clockLeapt = "clock-leapt"
        case clockTrusted = "clock-trusted"
    }

    static var kinds: [String] { Kind.allCases.map(\.rawValue) }

    func write(to payload: inout PayloadWriter) -> String {
        let kind: Kind
        switch self {
        case .founded(let zone, _):
            kind = .founded
            payload.text("zone", zone)
        case .monthEnded: kind = .monthEnded
        case .clockLeapt(let by, _):
            kind = .clockLeapt
            payload.integer("by", by.milliseconds)
        case .clockTrusted: kind = .clockTrusted
        }
        return kind.rawValue
    }

    static func read(
        _ kind: String, from payload: inout PayloadReader, of id: String, at: Instant
    ) throws(PayloadFault) -> DeskEvent? {
        switch Kind(rawValue: kind) {
        case nil: nil
        case .founded: .founded(zone: try payload.text("zone"), at: at)
        case .monthEnded: .monthEnded(at: at)
        case .clockLeapt: .clockLeapt(by: Duration(milliseconds: try payload.integer("by")), at: at)
        case .clockTrusted: .clockTrusted(at: at)
        }
    }
}
