import Domain

/// A customer as its number makes it.
struct Customer: Sendable {
    let number: Int
    let id: CustomerID
    let language: Language
    let place: Place
    let contract: String
    let contacts: Int

    init(_ number: Int, _ seed: UInt64) {
        var chance = Chance(seed, "customer", number)
        self.number = number
        id = CustomerID(rawValue: chance.id())
        language = Language.allCases[chance.weighted([88, 6, 3, 3])]
        place = chance.hot(of: Place.all)
        contract = chance.id()
        contacts = chance.weighted([0, 50, 35, 15])
    }

    func contact(_ index: Int, _ seed: UInt64) -> String {
        var chance = Chance(seed, "contact", number * 4 + index)
        return chance.id()
    }

    /// Itself, its contacts and its contract.
    func records(_ seed: UInt64, site: Site) -> [MasterRecord] {
        var chance = Chance(seed, "customer-words", number)
        let domain = "c\(number).example"
        var records = [
            MasterRecord(
                .customer, id.rawValue,
                [
                    "name": Names.company(language, in: place.city, &chance), "language": language.rawValue,
                    "number": "KH-\(1_000_000 + number)", "region": place.province, "site": site.id,
                    "level": ["standard", "silver", "gold", "platinum"][chance.weighted([60, 25, 11, 4])],
                ])
        ]
        for index in 0..<contacts {
            records.append(
                MasterRecord(
                    .contact, contact(index, seed),
                    [
                        "customer": id.rawValue, "name": Names.person(language, &chance),
                        "email": "contact\(index + 1)@\(domain)", "phone": Names.phone(language, &chance),
                        "language": language.rawValue, "department": Names.department(language, &chance),
                    ]))
        }
        // A few large contracts carry most of the turnover.
        let amount = [3, 8, 20, 60, 200, 800][chance.weighted([30, 30, 20, 12, 6, 2])] * chance.within(8...15) * 1_000
        let year = chance.within(2023...2026)
        let from = Day(year: year, month: chance.within(1...12), day: 1)
        records.append(
            MasterRecord(
                .contract, contract,
                [
                    "customer": id.rawValue, "number": "HT-\(year)-\(1_000_000 + number)",
                    "amount": "CNY \(amount).00", "hourly-rate": "CNY \(chance.within(18...60) * 10).00",
                    "from": from.text, "until": (from.adding(months: 12 * chance.within(1...5)) - 1).text,
                ]))
        return records
    }
}

extension Company {
    func customer(_ number: Int) -> Customer { Customer(number, seed) }

    /// The service point that looks after a customer: one in its city if there is any.
    func site(of customer: Customer) -> Site {
        sites.first { $0.place.city == customer.place.city } ?? sites[customer.number % sites.count]
    }

    /// A customer with its contacts and its contract.
    public func records(customer number: Int) -> [MasterRecord] {
        let customer = customer(number)
        return customer.records(seed, site: site(of: customer))
    }
}
