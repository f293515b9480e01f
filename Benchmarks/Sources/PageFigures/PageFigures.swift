import Domain
import Foundation
import Pages
import Phrases

/// Measures the page that people look at all day: fifty tickets of a queue with three clocks each.
///
///     PageFigures [--quick]
///
/// Rows that are spelled for the first time, beside rows whose words are at hand and whose countdowns alone are new. Prints one
/// JSON object a line; times are of this thread's processor.
@main
enum PageFigures {
    private static let now = Instant(milliseconds: 1_771_072_200_000)
    private static let files = Shell.Files(
        style: .file("style.css"), script: .file("script.js"), worker: .file("worker.js"), icon: .file("icon.svg"))

    static func main() {
        let repetitions = CommandLine.arguments.contains("--quick") ? 300 : 3_000
        for language in [Language.zh, .en] {
            let reader = Reader(language, zone: .utc, now: now)
            let rows = (0..<50).map(row)
            measure("page-queue-first-\(language)", repetitions) { page(rows.map { $0.now(reader) }, reader) }
            let written = rows.map { $0.now(reader) }
            measure("page-queue-\(language)", repetitions) { page(written, reader) }
        }
    }

    private static func page(_ rows: [QueueRow.Now], _ reader: Reader) -> Markup {
        let shell = Shell(
            reader: reader, look: Look(), who: Shell.Who(name: "Lin Xiao", role: .agent, csrf: "0123456789abcdef"),
            files: files, here: .queue(), position: 123_456)
        return shell.html(
            QueuePage(
                view: QueueView(), rows: rows, counts: [.breached: 48, .atRisk: 112, .paused: 390, .fine: 1_204],
                total: 1_754, teams: ChoiceList(choices("Team", 12)),
                grades: ChoiceList(choices("Grade", 16))))
    }

    private static func choices(_ word: String, _ count: Int) -> [QueuePage.Choice] {
        (0..<count).map { .init(id: "\(word)-\($0)", title: "\(word) number \($0)") }
    }

    private static func row(_ number: Int) -> QueueRow {
        let minutes = Int64(number * 7 + 3)
        func running(_ more: Int64) -> ClockView.Standing {
            let left = Duration.minutes(minutes * more)
            return .running(due: now + left, left: left, open: [now..<now + left], isWarned: number % 5 == 0)
        }
        return QueueRow(
            id: TicketID("0123456789ab\(1_000 + number)"), risk: number % 5 == 0 ? .atRisk : .fine,
            rank: Int64(number), subject: "冷却泵漏油，产线已停 \(number)", customer: "苏州建诺生物制药集团有限公司", category: "一般故障",
            grades: ["二级服务", "电话"],
            clocks: [
                ClockView(title: "响应", standing: running(1)), ClockView(title: "解决", standing: running(40)),
                ClockView(title: "通报进展", standing: .paused(left: .minutes(minutes))),
            ], state: "处理中", team: "400 热线组", agent: number % 3 == 0 ? nil : "윤은지", received: now - .hours(3))
    }

    /// The median of repetitions, after some that only warm up.
    private static func measure(_ id: String, _ repetitions: Int, _ body: () -> Markup) {
        var bytes = 0
        var elements = 0
        for _ in 0..<repetitions / 10 {
            let html = body()
            bytes = html.count
            elements = html.text.split(separator: "<").count { $0.first?.isLetter ?? false }
        }
        var times: [Double] = []
        times.reserveCapacity(repetitions)
        for _ in 0..<repetitions {
            let begin = processorNanoseconds()
            let html = body()
            times.append((processorNanoseconds() - begin) / 1e3)
            precondition(html.count == bytes)
        }
        times.sort()
        let facts = [
            ("value", times[times.count / 2]), ("least", times[0]), ("most", times[times.count * 99 / 100]),
            ("bytes", Double(bytes)), ("elements", Double(elements)),
        ].map { "\"\($0)\":\(String(format: $1 >= 100 ? "%.0f" : "%.1f", $1))" }
        print("{\"id\":\"\(id)\",\"unit\":\"µs\",\(facts.joined(separator: ","))}")
    }

    private static func processorNanoseconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
    }
}
