import Desk
import Domain
import HTTPTypes
import Hummingbird
import Pages
import Phrases
import Wire

extension Rooms {
    func sheet(_ text: String, _ name: String) -> Response {
        var response = Response(status: .ok, type: "text/csv; charset=utf-8", text: text)
        response.headers[.contentDisposition] = "attachment; filename=\"\(name).csv\""
        response.headers[.cacheControl] = "no-store"
        response.headers[.xContentTypeOptions] = "nosniff"
        return response
    }

    /// The dashboard for a spreadsheet: all of it, each group, each stretch of time.
    func figuresSheet(_ view: FiguresView, _ visit: Visit) async throws -> Outcome {
        let page = try await figures(view, visit)
        let words = visit.reader.words
        var sheet = FiguresSheet(
            Metric.allCases, [page.whole.now] + page.groups.map(\.point) + page.series, named: words.figure(.title),
            words,
            service.zone)
        sheet.add(words.figure(.everyTicket), page.whole.now)
        for group in page.groups { sheet.add(group.name, group.point) }
        for point in page.series { sheet.add(page.head.date(of: point, visit.reader), point) }
        return .sheet(sheet.text, name: "figures")
    }

    /// The tickets of one figure, all of them.
    func figureSheet(_ asked: FigureView, _ visit: Visit) async throws -> Outcome {
        let (metric, words) = (asked.metric, visit.reader.words)
        var place: FigureListing.Place?
        let about = [
            words.page(.ticket), words.page(.subject), words.page(.customer), words.page(.grade), words.page(.state),
            words.page(.team), words.page(.agent), words.page(.received),
        ]
        var sheet = Sheet(headings: about + headings(of: metric, visit.reader))
        repeat {
            let list = try await listing(asked.with { $0.after = place }, limit: Self.rowsAtOnce, visit)
            let count = list.counts[asked.listed] ?? 0
            guard count <= Self.rowsAtMost else { throw APIFault.figures(.tooManyCells(count)) }
            for ticket in try await tickets(list.rows, visit) {
                // What is owed in two currencies takes two lines.
                for fields in fields(of: ticket.row, metric) { sheet.add(self.about(ticket, words) + fields) }
            }
            place = list.next
        } while place != nil
        return .sheet(sheet.text, name: metric.rawValue)
    }

    private static let rowsAtOnce = 500
    /// As many as a list may look at.
    private static let rowsAtMost = FiguresQuery.cellsAtMost

    /// What the columns of a figure are called: its value, and what that is made of.
    private func headings(of metric: Metric, _ reader: Reader) -> [String] {
        let words = reader.words
        let name = words.name(of: metric)
        let (sum, number) = (words.figure(.sumOf, name), words.figure(.numberOf, name))
        let (part, all) = (reader.name(of: .part, metric), reader.name(of: .all, metric))
        switch metric.formula {
        case .ledgers: return [name, words.figure(.currency)]
        case .mean: return metric.unit == .milliseconds ? [name + " (s)", sum + " (s)", number] : [name, sum, number]
        // Of contacts those that became tickets are all that is listed.
        case .share: return [name + " (%)", part, metric == .conversion ? number : all]
        case .count: return [name, part, all]
        }
    }

    private func about(_ ticket: FigureTicket, _ words: any Wording) -> [Sheet.Field] {
        [
            .text(ticket.id.rawValue), .text(ticket.subject ?? ""), .text(ticket.customer),
            .text(words.row(ticket.grades)), .text(ticket.state), .text(ticket.team ?? ""), .text(ticket.agent ?? ""),
            .text(ticket.row.received.text(in: service.zone)),
        ]
    }

    /// The value, and what it is made of.
    private func fields(of row: FigureListing.Row, _ metric: Metric) -> [[Sheet.Field]] {
        let of = Sheet.Field.number("\(row.of)")
        let value = Double(row.part) / Double(max(1, row.of))
        switch metric.formula {
        case .ledgers: return row.owed.map { [.number($0.number), .text($0.currency)] }
        case .mean where metric.unit == .milliseconds:
            return [[.rounded(value / 1_000, decimals: 0), .rounded(Double(row.part) / 1_000, decimals: 0), of]]
        case .mean, .count: return [[.rounded(value, decimals: 2), .number("\(row.part)"), of]]
        case .share: return [[.rounded(value * 100, decimals: 2), .number("\(row.part)"), of]]
        }
    }
}
