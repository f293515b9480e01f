import Domain
import PolicyLanguage

extension Tongue {
    func lines(for why: Why, in zone: Zone, of policy: Policy?, grade: GradeID?) -> [String] {
        var lines = [opening(of: why, in: zone, policy, grade)]
        // Pieces are left out of the middle only, as many as were kept in front of them.
        let gap = why.omitted > 0 ? why.pieces.count / 2 : nil
        var (counted, paused) = (Duration.zero, Duration.zero)
        for (index, piece) in why.pieces.enumerated() {
            if index == gap { lines.append(omitted(why.omitted)) }
            let length = piece.to - piece.from
            switch piece.kind {
            case .counted: counted += length
            case .paused: paused += length
            case .closed, .void: break
            }
            lines.append(stretch(piece.from, piece.to, in: zone) + "  " + duration(length) + " " + kind(piece.kind))
        }
        return lines + [closing(of: why, counted: counted, paused: paused, in: zone), data(of: why, policy)]
    }

    func title(of why: Why, in policy: Policy?, _ grade: GradeID?) -> String {
        guard let policy else { return readable(why.commitment.rawValue) }
        return grade.map { title(of: why.commitment, grade: $0, in: policy) }
            ?? word(why.commitment.rawValue, in: policy)
    }

    func calendar(of why: Why, in policy: Policy?) -> String {
        policy.map { title(of: why.calendar, in: $0) } ?? readable(why.calendar.rawValue)
    }

    func source(of why: Why, in policy: Policy?) -> String {
        policy.map { title(of: $0) } ?? readable(why.policy.id.rawValue)
    }

    /// `cn 2019–2026`, of the calendar it ran on.
    func official(_ why: Why) -> String? { why.data.official[why.calendar] }

    func deciding(_ why: Why) -> Limit? {
        why.limits.count > 1 ? why.limits.first(where: \.decides)?.limit : nil
    }
}
