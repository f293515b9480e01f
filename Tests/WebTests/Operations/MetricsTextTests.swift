import Desk
import Testing

@testable import Web

struct MetricsTextTests {
    @Test func `families stand together, by name, in whatever order they come`() {
        let measures = [
            Measure("yinuo_tickets", .gauge, "Open tickets.", [.init("grade", "b")], 2),
            Measure("yinuo_entries_total", .counter, "Entries of the journal.", [], 12),
            Measure("yinuo_tickets", .gauge, "Open tickets.", [.init("grade", "a")], 0.5),
        ]
        let text = """
            # HELP yinuo_entries_total Entries of the journal.
            # TYPE yinuo_entries_total counter
            yinuo_entries_total 12
            # HELP yinuo_tickets Open tickets.
            # TYPE yinuo_tickets gauge
            yinuo_tickets{grade="a"} 0.5
            yinuo_tickets{grade="b"} 2

            """
        #expect(MetricsText.render(measures) == text)
        #expect(MetricsText.render(measures.reversed()) == text)
        #expect(MetricsText.render([]).isEmpty)
    }

    @Test func `what could end a line or a value is escaped`() {
        let measure = Measure("a", .gauge, "Back\\slash\n\"line\".", [.init("x", "1\n2\"3\\4"), .init("y", "一诺")], 1)
        #expect(
            MetricsText.render([measure]) == #"""
                # HELP a Back\\slash\n"line".
                # TYPE a gauge
                a{x="1\n2\"3\\4",y="一诺"} 1

                """#)
    }

    @Test(arguments: [
        (Double.nan, "NaN"), (.infinity, "+Inf"), (-.infinity, "-Inf"), (0, "0"), (-3, "-3"),
        (1e15, "1000000000000000"),
        (0.1, "0.1"), (1e300, "1e+300"), (1.5e-7, "1.5e-07"),
    ])
    func `a value is written as Prometheus reads it`(value: Double, text: String) {
        #expect(MetricsText.render([Measure("a", .gauge, "A.", [], value)]).hasSuffix("\na \(text)\n"))
    }

    @Test func `the same line is told once`() {
        let twice = [1.0, 2.0].map { Measure("a", .gauge, "A.", [.init("x", "y")], $0) }
        #expect(MetricsText.render(twice).hasSuffix("gauge\na{x=\"y\"} 2\n"))
    }
}
