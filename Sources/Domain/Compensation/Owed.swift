/// Who is promised, and what stands behind it in money.
public struct Contract: Hashable, Sendable {
    public let id: ContractID
    public let amount: Money
    /// Labour per hour, in the amount's currency.
    public let hourlyRateMinor: Int64
    public let variant: VariantID?
    public init(id: ContractID, amount: Money, hourlyRateMinor: Int64, variant: VariantID? = nil) {
        self.id = id
        self.amount = amount
        self.hourlyRateMinor = hourlyRateMinor
        self.variant = variant
    }
}

public struct ContractID: Name {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// One line that a ticket's breaches put on the contract's ledger.
public struct Owed: Hashable, Sendable {
    public let basis: Basis
    public let minor: Int64
    /// Still growing: told, not posted.
    public let isEstimate: Bool

    public init(basis: Basis, minor: Int64, isEstimate: Bool) {
        self.basis = basis
        self.minor = minor
        self.isEstimate = isEstimate
    }

    public enum Basis: Hashable, Sendable {
        /// Once per ticket.
        case labour
        /// The n-th month that a clock was late in, from 0: posted when the clock ends or the month does.
        case lateness(month: Int)
        case grant(String)
    }
}

extension Judge {
    /// Everything the clocks owe under a contract as of now.
    ///
    /// The largest labour share is owed once, whatever number of clocks broke; of several clocks that owe by the hour
    /// the latest counts; a grade without a line owes nothing. Each line is rounded half up, once.
    /// - Source: A2, B22, POLICIES §3.
    public func owed(_ clocks: [Clock], under contract: Contract, _ book: Book) -> [Owed] {
        var share: Share?
        var labourIsOpen = false
        var latest: (breach: Breach, clock: Clock, share: Share, rounding: Grade.Compensation.Rounding)?
        var grants: [Owed] = []
        for clock in clocks {
            guard case .breached(let breach) = clock.progress else { continue }
            switch book.grade(clock.grade)?.compensation {
            case nil: break
            case .labour(let owed):
                share = max(share ?? owed, owed)
                labourIsOpen = labourIsOpen || breach.ended == nil
            case .contractPerHour(let owed, let rounding):
                if latest.map({ breach.late > $0.breach.late }) ?? true { latest = (breach, clock, owed, rounding) }
            case .grant(let benefit, _):
                let line = Owed(basis: .grant(benefit), minor: 0, isEstimate: false)
                if !grants.contains(line) { grants.append(line) }
            }
        }
        var lines = grants
        if let share {
            let amount = Ratio(Int64(course.labourMinutes)).times(contract.hourlyRateMinor).over(60)
                .times(share.millionths).over(1_000_000)
            lines.append(Owed(basis: .labour, minor: amount.rounded, isEstimate: labourIsOpen))
        }
        if let latest {
            lines += months(latest.breach, latest.clock.term.calendar, latest.share, latest.rounding, contract)
        }
        return lines
    }

    private func months(
        _ breach: Breach, _ calendar: Calendar, _ share: Share, _ rounding: Grade.Compensation.Rounding,
        _ contract: Contract
    ) -> [Owed] {
        let from = breach.since
        let to = max(from, breach.ended ?? now)
        var lines: [Owed] = []
        var (position, counted) = (from, Int64(0))
        while position < to || lines.isEmpty {
            let month = calendar.zone.monthEnd(after: position)
            let end = min(to, month)
            var late = calendar.serviceTime(from: from, to: end).milliseconds
            if rounding == .startedHour { late = (late + 3_599_999) / 3_600_000 * 3_600_000 }
            let amount = Ratio(contract.amount.minor).times(share.millionths).over(1_000_000).times(late - counted)
                .over(3_600_000)
            let isOpen = breach.ended == nil && end < month
            lines.append(Owed(basis: .lateness(month: lines.count), minor: amount.rounded, isEstimate: isOpen))
            (position, counted) = (end, late)
        }
        return lines
    }
}

extension Zone {
    /// The first midnight of a month later than the instant.
    public func monthEnd(after instant: Instant) -> Instant {
        let (year, month, _) = day(of: instant).date
        let next = Day(year: year, month: month, day: 1).adding(months: 1)
        return self.instant(of: next, millisecondsOfDay: 0, as: .opening)
    }
}
