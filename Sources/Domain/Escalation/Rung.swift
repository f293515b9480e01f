/// One step of the ladder: when it is reached and whom it tells.
/// - Source: POLICIES 1.14.
public struct Rung: Hashable, Sendable {
    public var at: Moment
    public var tell: RoleID
    /// A grade that the escalation attaches; its clocks start with the `escalated` that comes with it.
    public var attach: Attachment?
    /// Whether its message goes out at once; others may wait for duty hours.
    public var wake: Bool

    public init(at: Moment, tell: RoleID, attach: Attachment? = nil, wake: Bool = false) {
        self.at = at
        self.tell = tell
        self.attach = attach
        self.wake = wake
    }

    public struct Attachment: Hashable, Sendable {
        public let policy: PolicyID
        public let grade: GradeID
        public init(policy: PolicyID, grade: GradeID) {
            self.policy = policy
            self.grade = grade
        }
    }

    /// `due-30m`, `breach`, `breach+30m`, `breach+2h elapsed`.
    public struct Moment: Hashable, Sendable {
        public enum Anchor: String, Hashable, Sendable { case due, breach }
        public let anchor: Anchor
        /// Before a due, after a breach.
        public let offset: Duration
        /// Counted in plain time instead of service time.
        public let elapsed: Bool

        public init(anchor: Anchor, offset: Duration = .zero, elapsed: Bool = false) {
            self.anchor = anchor
            self.offset = offset
            self.elapsed = elapsed
        }

        public init?(_ text: some StringProtocol) {
            let words = text.split(separator: " ")
            guard let first = words.first, words.count == 1 || words.count == 2 && words[1] == "elapsed" else {
                return nil
            }
            let elapsed = words.count == 2
            for (anchor, sign) in [(Anchor.due, "-"), (.breach, "+")] where first.hasPrefix(anchor.rawValue) {
                let rest = first.dropFirst(anchor.rawValue.count)
                if rest.isEmpty {
                    self.init(anchor: anchor, elapsed: elapsed)
                    return
                }
                guard rest.hasPrefix(sign), let offset = Duration(spelled: rest.dropFirst()) else { return nil }
                self.init(anchor: anchor, offset: offset, elapsed: elapsed)
                return
            }
            return nil
        }

        public var spelled: String {
            let sign = anchor == .due ? "-" : "+"
            return anchor.rawValue + (offset == .zero ? "" : sign + offset.spelled) + (elapsed ? " elapsed" : "")
        }
    }
}
