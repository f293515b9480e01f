import Domain
import Yams

extension PolicyReader {
    func guarantees(_ node: Node) -> Guarantees {
        let keys = [
            "ceiling", "misuse-factor", "insurance-ceiling", "responsible-bears", "deposits",
            "provider-disqualified-after",
            "blacklist-years", "major-loss",
        ]
        var terms = Guarantees()
        guard let fields = Fields(node, "guarantees", keys: keys, findings) else { return terms }
        terms.ceiling = fields["ceiling"].flatMap(share)
        terms.misuseFactor = fields["misuse-factor"].flatMap { findings.count($0, upTo: 1_000) }
        terms.insuranceCeiling = fields["insurance-ceiling"].flatMap(money)
        terms.responsibleShare = fields["responsible-bears"].flatMap(share)
        terms.disqualifyAfter = fields["provider-disqualified-after"].flatMap { findings.count($0) }
        terms.listedYears = fields["blacklist-years"].flatMap { findings.count($0, upTo: 100) }
        terms.majorLoss = fields["major-loss"].flatMap(money)
        if let a = terms.insuranceCeiling, let b = terms.majorLoss, a.currency != b.currency {
            findings.add(node, .severalCurrencies(a.currency, b.currency))
        }
        let deposits: [(id: EventName, key: Node, value: Node)] = findings.entries(fields["deposits"], "deposits")
        terms.deposits = deposits.compactMap { entry in
            guard let fields = Fields(entry.value, "deposit", keys: ["at-least", "of"], findings) else { return nil }
            let floor = fields.required("at-least").flatMap(share)
            let base = fields.required("of").flatMap {
                findings.value($0, .base) { Guarantees.Deposit.Base(rawValue: $0) }
            }
            guard let floor, let base else { return nil }
            return Guarantees.Deposit(id: entry.id.rawValue, base: base, floor: floor)
        }
        return terms
    }

    /// `{texts: 36 months}`
    func retention(_ node: Node) -> Retention {
        guard let fields = Fields(node, "retention", keys: ["texts"], findings) else { return Retention() }
        let months = fields.required("texts").flatMap { node in
            findings.value(node, .months) { text -> Int? in
                if case .months(let count)? = Limit(text) { count } else { nil }
            }
        }
        return Retention(textsMonths: months)
    }

    func share(_ node: Node) -> Share? { findings.value(node, .share) { Share($0) } }

    private func money(_ node: Node) -> Money? { findings.value(node, .money) { Money($0) } }
}
