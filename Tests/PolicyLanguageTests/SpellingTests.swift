import Domain
import Support
import Testing

/// What policies spell: read, and written again.
struct SpellingTests {
    @Test(arguments: [
        ("30s", Limit.service(.seconds(30)), nil as String?), ("15m", .service(.minutes(15)), nil),
        ("2h", .service(.hours(2)), nil),
        ("168h", .service(.hours(168)), nil), ("90s", .service(.seconds(90)), nil),
        ("120s", .service(.seconds(120)), "2m"),
        ("60m", .service(.hours(1)), "1h"), ("0m", .service(.zero), nil), ("0s", .service(.zero), "0m"),
        ("0h", .service(.zero), "0m"),
        ("876600h", .service(.hours(876_600)), nil), ("3 working-days", .workingDays(3), nil),
        ("1 working-day", .workingDays(1), "1 working-days"), ("10000 working-days", .workingDays(10_000), nil),
        ("3 months", .months(3), nil), ("1 month", .months(1), "1 months"), ("1200 months", .months(1_200), nil),
        ("next-day 09:00", .nextDay(9 * 3_600_000), nil), ("next-day 00:00", .nextDay(0), nil),
        ("next-day 23:59", .nextDay(86_340_000), nil), ("agreed", .agreed, nil),
        ("360h before agreed", .ahead(.hours(360)), nil),
        ("0m before agreed", .ahead(.zero), nil), ("  3   months ", .months(3), "3 months"),
    ])
    func `a limit reads and spells`(_ text: String, _ limit: Limit, _ spelled: String?) {
        #expect(Limit(text) == limit)
        #expect(limit.spelled == spelled ?? text)
        #expect(Limit(limit.spelled) == limit)
    }

    @Test(arguments: [
        "", " ", "h", "1", "1d", "1w", "-1h", "1.5h", "1 h", "1h 30m", "1H", "876601h", "9999999999h", "１h",
        "0 working-days",
        "10001 working-days", "-3 working-days", "3 days", "working-days", "3working-days", "0 months", "1201 months",
        "3 weeks",
        "next-day", "next-day 24:00", "next-day 9:00", "next-day 09:60", "next-day 09:00:00", "same-day 09:00",
        "Agreed",
        "before agreed", "1d before agreed", "1h before received", "1h after agreed", "1h before agreed date",
        "two hours", "∞",
    ])
    func `what is no limit is none`(_ text: String) { #expect(Limit(text) == nil) }

    @Test(arguments: [
        ("0%", 0, nil as String?), ("50%", 500_000, nil), ("100%", 1_000_000, nil), ("0.5%", 5_000, nil),
        ("98.5%", 985_000, nil),
        ("120%", 1_200_000, nil), ("0.0001%", 1, nil), ("12.3456%", 123_456, nil), ("10000%", 100_000_000, nil),
        ("50.0%", 500_000, "50%"),
        ("7.10%", 71_000, "7.1%"), ("007%", 70_000, "7%"),
    ])
    func `a share reads and spells`(_ text: String, _ millionths: Int64, _ spelled: String?) {
        #expect(Share(text)?.millionths == millionths)
        #expect(Share(millionths: millionths).text == spelled ?? text)
    }

    @Test(arguments: [
        "", "%", "50", "-1%", "1,5%", ".5%", "5.%", "0.00001%", "10000.0001%", "1e2%", "50 %", "50%%",
        "99999999999999999999%", "५%",
    ])
    func `what is no share is none`(_ text: String) { #expect(Share(text) == nil) }

    @Test(arguments: [
        ("CNY 10000000.00", "CNY", 1_000_000_000, nil as String?),
        ("CNY 10000000", "CNY", 1_000_000_000, "CNY 10000000.00"),
        ("CNY 0.50", "CNY", 50, nil), ("CNY 0.5", "CNY", 50, "CNY 0.50"), ("CNY 0.00", "CNY", 0, nil),
        ("JPY 500", "JPY", 500, nil),
        ("KRW 5000000000", "KRW", 5_000_000_000, nil), ("EUR 99999999999999.99", "EUR", 9_999_999_999_999_999, nil),
    ])
    func `money reads and spells`(_ text: String, _ currency: String, _ minor: Int64, _ spelled: String?) throws {
        let money = Money(currency: currency, minor: minor)
        #expect(Money(text) == money)
        #expect(money.text == spelled ?? text)
    }

    @Test(arguments: [
        "", "CNY", "500", "CNY -1", "CNY 1.005", "JPY 1.5", "cny 1", "CN 1", "CNYX 1", "CNY 1 2", "1 CNY", "¥ 1",
        "CNY 1.", "CNY .5",
        "CNY 1,000", "CNY 100000000000000", "CNY 99999999999999999999",
    ])
    func `what is no money is none`(_ text: String) { #expect(Money(text) == nil) }

    @Test(arguments: [
        ("due", Rung.Moment(anchor: .due), nil as String?), ("breach", Rung.Moment(anchor: .breach), nil),
        ("due-30m", Rung.Moment(anchor: .due, offset: .minutes(30)), nil),
        ("breach+30m", Rung.Moment(anchor: .breach, offset: .minutes(30)), nil),
        ("breach+2h elapsed", Rung.Moment(anchor: .breach, offset: .hours(2), elapsed: true), nil),
        ("due elapsed", Rung.Moment(anchor: .due, elapsed: true), nil), ("due-0m", Rung.Moment(anchor: .due), "due"),
        ("breach+90m", Rung.Moment(anchor: .breach, offset: .minutes(90)), nil),
        ("breach+3600s", Rung.Moment(anchor: .breach, offset: .hours(1)), "breach+1h"),
    ])
    func `a moment reads and spells`(_ text: String, _ moment: Rung.Moment, _ spelled: String?) {
        #expect(Rung.Moment(text) == moment)
        #expect(moment.spelled == spelled ?? text)
    }

    @Test(arguments: [
        "", "due+30m", "breach-30m", "due-", "breach+", "due30m", "duel", "due -30m", "due-30m later", "elapsed",
        "due-30m elapsed now",
        "due-1d", "Due", "breach+30m+30m",
    ])
    func `what is no moment is none`(_ text: String) { #expect(Rung.Moment(text) == nil) }

    @Test(arguments: Seed.some(300))
    func `whatever is spelled reads the same`(_ seed: Seed) {
        var chance = seed
        let unit: Int64 = chance.one(of: [1_000, 60_000, 3_600_000])
        let span = Duration(
            milliseconds: chance.integer(0...(876_600 * 3_600_000 / unit) / chance.one(of: [1, 1_000, 100_000])) * unit)
        // No more than nine digits stand before a unit.
        guard span.milliseconds / 1_000 <= 999_999_999 || span.milliseconds % 60_000 == 0 else { return }
        #expect(Duration(spelled: span.spelled) == span)
        let limits: [Limit] = [
            .service(span), .ahead(span), .workingDays(chance.count(1...10_000)), .months(chance.count(1...1_200)),
            .nextDay(chance.integer(0...1_439) * 60_000), .agreed,
        ]
        for limit in limits { #expect(Limit(limit.spelled) == limit, "\(limit.spelled)") }
        for elapsed in [true, false] {
            for anchor in [Rung.Moment.Anchor.due, .breach] {
                let moment = Rung.Moment(anchor: anchor, offset: span, elapsed: elapsed)
                #expect(Rung.Moment(moment.spelled) == moment, "\(moment.spelled)")
            }
        }
        let share = Share(millionths: chance.integer(0...100_000_000))
        #expect(Share(share.text) == share, "\(share.text)")
        for currency in ["CNY", "JPY", "KRW", "EUR"] {
            let money = Money(
                currency: currency, minor: chance.integer(0...chance.one(of: [99, 100_000, 99_999_999_999_999])))
            #expect(Money(money.text) == money, "\(money.text)")
        }
    }
}
