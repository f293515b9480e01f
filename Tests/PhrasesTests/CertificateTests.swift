import Domain
import Phrases
import Support
import Testing

/// The words of a service certificate.
struct CertificateTests {
    @Test(arguments: Language.allCases)
    func `headings, stations and findings read like this`(language: Language) throws {
        let words = wording(language)
        let zone = Zone.shipped("Asia/Shanghai")
        let money = Money(currency: "CNY", minor: 1_234_550)
        let noon = at("2026-03-02T12:00:00+08:00")
        let benefits: [CertificateBenefit] = [
            .labour(money, .minutes(90), .percent(50)), .lateness(money, month: 0), .lateness(money, month: 1),
            .grant("warranty"),
        ]
        let standings: [CertificateBenefit.Standing] = [.credited(money, noon), .granted(noon), .pending, .estimate]
        let lists = [
            CertificateLabel.allCases.map { words.certificate($0) }, Node.allCases.map { words.node($0) },
            CertificateFinding.allCases.map { words.certificate($0) }, benefits.map { words.certificate($0) },
            standings.map { words.certificate($0, in: zone) }, [words.howToCheck(log: "log.example/desk", size: 52)],
        ]
        for list in lists {
            for text in list { expectReadable(text) }
            #expect(Set(list).count == list.count, "\(list)")
        }
        try expectGolden(
            lists.map { $0.joined(separator: "\n") }.joined(separator: "\n\n"), "certificate.\(language.rawValue).txt")
    }

    @Test(arguments: Language.allCases)
    func `a promise to the customer leaves out how we watch over it`(language: Language) throws {
        let policy = try Sample.read(Sample.everything)
        let words = wording(language)
        let siblings = policy.grades[0].commitments
        for commitment in siblings {
            let text = words.promise(of: commitment, among: siblings, in: policy)
            expectReadable(text, commitment.id.rawValue)
            #expect(!text.contains("99.5%") && !text.contains("road crew"), "\(text)")
        }
    }
}
