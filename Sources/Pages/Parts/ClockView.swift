import Domain
import Phrases

/// One promise as pages show it.
public struct ClockView: Hashable, Sendable {
    public enum Standing: Hashable, Sendable {
        case waiting
        /// - Parameter open: when service time passes until the due; nil where it passes all the time or the due is far.
        case running(due: Instant?, left: Duration, open: [Range<Instant>]?, isWarned: Bool)
        case paused(left: Duration)
        /// A notice whose time went by while what it is a notice of still runs: that alone tells whether it was needed.
        case passed(due: Instant)
        /// A notice that came in time, whatever becomes of what it is a notice of.
        case given(at: Instant)
        case kept(at: Instant)
        /// `ended` is nil while what was promised has not come.
        case breached(due: Instant, ended: Instant?)
        case void(String)
    }
    public let title: String
    public let standing: Standing
    /// Its own time goes by without breaking anything: counted down, and past at its due.
    public let isNotice: Bool

    public init(title: String, standing: Standing, isNotice: Bool = false) {
        self.title = title
        self.standing = standing
        self.isNotice = isNotice
    }

    /// Nil for what is over, and for what presses nobody any more.
    public var risk: Risk? {
        switch standing {
        case .running(_, _, _, let isWarned): isWarned ? .atRisk : .fine
        case .waiting: .fine
        case .paused: .paused
        case .breached(_, nil): .breached
        case .passed, .given, .kept, .void, .breached: nil
        }
    }

    var isOver: Bool {
        switch standing {
        case .waiting, .running, .paused, .passed, .given, .breached(_, nil): false
        case .kept, .void, .breached: true
        }
    }

    /// The nearer to a breach, the earlier. A notice stands behind the promises from the start: if it stood among them,
    /// a row that was spelled before its due would have another order than one spelled after.
    public var pressing: (Int, Int64) {
        switch standing {
        case .breached(let due, nil): (0, due.milliseconds)
        case .running(let due, _, _, _): (isNotice ? 4 : 1, due?.milliseconds ?? .max)
        case .paused(let left): (isNotice ? 4 : 2, left.milliseconds)
        case .waiting: (3, 0)
        case .passed(let due): (4, due.milliseconds)
        case .given(let at): (5, at.milliseconds)
        case .breached(let due, _): (6, due.milliseconds)
        case .kept(let at): (7, at.milliseconds)
        case .void: (8, 0)
        }
    }

    /// Longer lists of openings say no more than the due itself.
    public static let openingsAtMost = 6
}

extension Risk {
    var word: PageWord {
        switch self {
        case .breached: .breached
        case .atRisk: .atRisk
        case .ungraded: .ungraded
        case .paused: .paused
        case .fine: .fine
        }
    }

    /// A shape of its own, so that colour is never alone; what it looks like is the style's.
    static let shape: StaticString = "<i class=\"shape\" aria-hidden=\"true\"></i>"

    var name: StaticString {
        switch self {
        case .breached: "breached"
        case .atRisk: "at-risk"
        case .ungraded: "ungraded"
        case .paused: "paused"
        case .fine: "fine"
        }
    }
}

extension ClockView {
    /// `▲ 4:09 响应`, counted down by the script where it runs. Its shape is drawn by the style, from its risk.
    func chip(_ html: inout Markup, _ reader: Reader) {
        WrittenChip(self, 0, reader).write(&html, counted(at: reader.now), reader)
    }

    /// How it stands in a list.
    func counted(at now: Instant) -> QueueRow.Count {
        switch standing {
        case .running(.some, let left, _, let isWarned): .counted(isWarned ? .atRisk : .fine, left)
        case .breached(let due, nil): .counted(.breached, now - due)
        case .running, .waiting, .paused, .passed, .given, .kept, .void, .breached: .worded(risk)
        }
    }

    /// What the script needs to go on counting; of a notice, with the words that it comes to.
    func count(_ html: inout Markup, _ reader: Reader) {
        switch standing {
        case .running(let due?, _, let open, _):
            html.attribute("data-due", due.milliseconds)
            if isNotice {
                html.attribute("data-notice", reader(.timePast))
                html.attribute("data-was", reader(.wasDue, reader.moment(due)))
            }
            if let open {
                html.attribute(
                    "data-open",
                    open.map { "\($0.lowerBound.milliseconds / 1_000)-\($0.upperBound.milliseconds / 1_000)" }
                        .joined(separator: " "))
            }
        case .breached(let due, nil):
            html.attribute("data-late", due.milliseconds)
        default: break
        }
    }

    /// The time that is left, or how late it is.
    func short(_ reader: Reader) -> String {
        func counted(_ span: Duration) -> String {
            Countdown.text(span, days: reader(.days), hours: reader(.hoursUnit))
        }
        return switch standing {
        case .waiting: reader(.undated)
        case .running(nil, _, _, _): reader(.noDue)
        case .running(_, let left, _, _): counted(left)
        case .paused(let left): counted(left)
        case .passed: reader(.timePast)
        case .given: reader(.given)
        case .kept: reader(.kept)
        case .breached(let due, nil): "+" + counted(reader.now - due)
        case .breached(let due, let ended?): "+" + counted(ended - due)
        case .void: reader(.void)
        }
    }

    /// What the number alone does not say.
    func remark(_ reader: Reader) -> String {
        switch standing {
        case .running(let due?, _, _, _): reader(.due, reader.moment(due))
        case .paused: reader(.paused)
        case .passed(let due), .breached(let due, _): reader(.wasDue, reader.moment(due))
        case .given(let at), .kept(let at): reader.moment(at)
        case .waiting, .running, .void: ""
        }
    }
}
