import Domain
import PolicyLanguage

/// Every sentence of the product in one language: a pure function of the value it puts into words.
///
/// Ids are never translated: a policy's title is used where it gives one, else its `words`, else the id made readable.
public protocol Wording: Sendable {
    /// One statement of a policy, in words that can be read aloud to a customer.
    func sentence(_ clause: Clause, in policy: Policy) -> String
    /// One difference: whom it concerns, what was promised and what is.
    func sentence(_ change: Change, from old: Policy, to new: Policy) -> String

    func words(for problem: Problem) -> (cause: String, cure: String)
    func words(for remark: Note.Remark) -> String
    func words(for fault: InstantFault) -> (cause: String, cure: String)
    func words(for fault: ZoneFault) -> (cause: String, cure: String)
    func words(for fault: WallInterval.Fault) -> (cause: String, cure: String)
    func words(for refusal: Refusal, in zone: Zone) -> (cause: String, cure: String)
    func words(for refusal: Ticket.Refusal, in zone: Zone) -> (cause: String, cure: String)
    func words(for refusal: Incident.Refusal, in zone: Zone) -> (cause: String, cure: String)
    func words(for refusal: Record.Refusal) -> (cause: String, cure: String)
    func words(for refusal: FiguresRefusal, in zone: Zone) -> (cause: String, cure: String)
    func name(of metric: Metric) -> String
    func name(of dimension: Dimension) -> String
    /// For a place beside the field or the row; neither is named again.
    func words(for cause: FieldFault.Cause) -> (cause: String, cure: String)
    func words(for fault: ImportFault) -> (cause: String, cure: String)
    /// `team`, in the midst of a sentence.
    func kind(_ kind: RecordKind) -> String

    func words(for progress: Progress, in zone: Zone) -> String
    /// A due explained: a sentence, a line per piece, the total, the due, and the data it rests on.
    /// - Parameters:
    ///   - policy: whose titles are used; nil where only ids are known.
    ///   - grade: the one that promises it, for the commitment's title.
    func lines(for why: Why, in zone: Zone, of policy: Policy?, grade: GradeID?) -> [String]

    /// - Parameter policy: whose own words count too; nil where only the shared vocabulary is known.
    func event(_ name: EventName, in policy: Policy?) -> String
    /// `waiting for the customer`
    func waiting(_ waiting: Waiting) -> String
    func state(_ state: State) -> String
    func voidReason(_ reason: VoidReason) -> String
    func duration(_ duration: Duration) -> String
    func limit(_ limit: Limit) -> String
    func title(of policy: Policy) -> String
    func title(of grade: GradeID, in policy: Policy) -> String
    /// The policy's title, else words made from the event that ends it.
    func title(of commitment: CommitmentID, grade: GradeID, in policy: Policy) -> String
    /// The same where there is little room, without the remark in brackets; with it where two promises of the grade would be
    /// called alike.
    func shortTitle(of commitment: CommitmentID, grade: GradeID, in policy: Policy) -> String
    /// The policy as customers read it: its events in their words, as far as it has none of its own.
    func plain(_ policy: Policy) -> Policy
    /// The same with every commitment called by what ends it, as far as it has no title.
    func titled(_ policy: Policy) -> Policy
    /// The title that stands beside an id, else what the policy's `words` call the id, else the id made readable.
    func word(_ title: Title?, _ id: String, in policy: Policy) -> String
    func label(_ label: ReportLabel) -> String
    /// `Tickets: 590`
    func labelled(_ label: String, _ text: String) -> String
    /// Things that stand side by side: `restored, solved`.
    func row(_ parts: [String]) -> String
    /// A remark in brackets.
    func aside(_ text: String, _ remark: String) -> String

    /// Why the service does not serve a request.
    func words(for fault: ServiceFault) -> (cause: String, cure: String)
    /// For a place beside the value; it is not named again.
    func words(for fault: FormFault) -> (cause: String, cure: String)
    func words(for note: ServiceNote) -> (cause: String, cure: String)
    /// A status of HTTP by its name; nil for those that the service never answers.
    func title(ofStatus code: Int) -> String?

    /// For whoever is not let in: it tells nothing that a stranger could use.
    func words(for fault: IdentityFault, in zone: Zone) -> (cause: String, cure: String)
    /// What a mail says.
    func letter(_ letter: Letter, in zone: Zone) -> LetterText

    func page(_ word: PageWord) -> String
    func ticket(_ word: TicketWord) -> String
    func person(_ word: PersonWord) -> String
    func access(_ word: AccessWord) -> String
    func account(_ word: AccountWord) -> String
    func form(_ word: FormWord) -> String
    func figure(_ word: FigureWord) -> String
    /// What a figure says, in a manager's words.
    func meaning(of metric: Metric) -> String

    func node(_ node: Node) -> String
    /// What one promise says to the customer, without how we watch over it.
    func promise(of commitment: Commitment, among siblings: [Commitment], in policy: Policy) -> String
    /// What a broken promise gives, to the customer: `the labour is free`. It stands by itself.
    func amends(_ terms: Grade.Compensation, in policy: Policy) -> String
    func certificate(_ label: CertificateLabel) -> String
    func certificate(_ finding: CertificateFinding) -> String
    /// What a breach brings the customer: `CNY 75 (50% of 1 h 30 min of labour)`.
    func certificate(_ benefit: CertificateBenefit) -> String
    /// How far that has come.
    func certificate(_ standing: CertificateBenefit.Standing, in zone: Zone) -> String
    /// One paragraph for a lay person.
    /// - Parameters:
    ///   - log: the name that its checkpoints carry.
    ///   - size: entries that the checkpoint covers.
    func howToCheck(log: String, size: Int64) -> String
}

extension Wording {
    /// Local wall time, `2026-02-14 20:30`; seconds only when they are not zero.
    public func wallTime(_ instant: Instant, in zone: Zone) -> String { time(instant, in: zone) }

    /// How much broken promises may cost in all; nil where nothing bounds it, or nothing is owed by them.
    public func ceiling(of policy: Policy) -> String? {
        guard let share = policy.guarantees.ceiling, policy.grades.contains(where: { $0.compensation != nil }) else {
            return nil
        }
        return sentence(.ceiling(share), in: policy)
    }

    public func lines(for why: Why, in zone: Zone, of policy: Policy? = nil) -> [String] {
        lines(for: why, in: zone, of: policy, grade: nil)
    }
}

public func wording(_ language: Language) -> any Wording {
    switch language {
    case .zh: Chinese()
    case .en: English()
    case .ja: Japanese()
    case .ko: Korean()
    }
}

/// Headings of tables and pages.
public enum ReportLabel: String, CaseIterable, Sendable {
    case policy, grade, commitment, tickets, kept, broken, void, running, keptShare, pausedTime, lateMean, lateWorst
    case escalations, compensation, assumed, rejectedRows, line, cause, total, oneTicketExplained, whatHappened, clocks
    case tryNext, sideBySide, none
    /// Said of a commitment whose end no row of a history records.
    case neverRecorded
    /// How many tickets the policy gives no grade.
    case ungraded
}
