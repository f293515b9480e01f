extension Grade {
    /// What a broken promise of the grade owes (A2, B22).
    public enum Compensation: Hashable, Sendable {
        /// A share of the ticket's labour at the contract's rate, once, whatever number of clocks broke.
        case labour(Share)
        /// A share of the contract's amount per hour late, by service time of the breached clock.
        case contractPerHour(Share, Rounding)
        /// A benefit in kind.
        case grant(String, Title?)

        public enum Rounding: String, CaseIterable, Sendable {
            /// To the millisecond.
            case proRata = "pro-rata"
            case startedHour = "started-hour"
        }
    }
}

/// What stands behind the promises of a whole policy (B22, B27, B28, C16, C17).
public struct Guarantees: Hashable, Sendable {
    /// All that may be owed under one contract, as a share of its amount (C16).
    public var ceiling: Share?
    /// Misuse of behaviour data costs this many contract amounts (C17).
    public var misuseFactor: Int?
    /// Of one accident, the insurance fund pays at most this (B22).
    public var insuranceCeiling: Money?
    /// The person directly responsible bears at least this (B22).
    public var responsibleShare: Share?
    /// Deposits that must not fall below a share of their base (B22, B28).
    public var deposits: [Deposit] = []
    /// After so many breaches in all a provider loses its qualification (B22).
    public var disqualifyAfter: Int?
    /// Years that an entry stays on the published blacklist (B28).
    public var listedYears: Int?
    /// A direct loss from here on is a major accident (B27).
    public var majorLoss: Money?

    public init() {}

    public struct Deposit: Hashable, Sendable {
        public let id: String
        public let base: Base
        public let floor: Share
        public init(id: String, base: Base, floor: Share) {
            self.id = id
            self.base = base
            self.floor = floor
        }
        public enum Base: String, CaseIterable, Sendable {
            case contractValue = "annual-contract-value"
            case revenue = "annual-revenue"
        }

        /// What is missing for the floor; zero when the balance suffices. A shortfall raises an alarm.
        public func shortfall(balance: Int64, base: Int64) -> Int64 {
            max(0, floor.of(base) - balance)
        }
    }
}

extension Share {
    /// The share of an amount in minor units, rounded half up.
    public func of(_ minor: Int64) -> Int64 { Ratio(minor).times(millionths).over(1_000_000).rounded }
}
