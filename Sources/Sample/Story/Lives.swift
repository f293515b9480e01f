import Desk
import Domain

/// What is still to come of one ticket or incident.
struct Life: Sendable {
    /// Breaks ties, so that the order never depends on the heap.
    let number: Int
    let language: Language
    let topic: Topic
    /// In reverse: the next is the last.
    var steps: [Step]
    var chance: Chance

    struct Step: Sendable {
        var at: Instant
        let actor: Actor
        let command: Command
        /// The text that comes with it is made up when it is told, so that what waits stays small.
        let word: Word?
    }

    var at: Instant { steps[steps.count - 1].at }

    func isBefore(_ other: Life) -> Bool { at == other.at ? number < other.number : at < other.at }

    mutating func next() -> (at: Instant, request: Request) {
        let step = steps.removeLast()
        // Among ourselves we write Chinese.
        let book = step.word == .note ? Phrasebook.chinese : Phrasebook.of(language)
        let texts: [Request.Text]
        switch step.word {
        case nil: texts = []
        case .matter:
            let subject = book.subject(topic, &chance)
            let matter = book.matter(subject, &chance)
            let log = chance.permille(4) ? [Request.Text("attachment", Log.text(step.at, &chance))] : []
            texts = [.init("subject", subject), .init("text", matter)] + log
        case let word?: texts = [.init("text", book.line(word, topic, &chance))]
        }
        return (step.at, Request(step.actor, step.command, key: key(step.actor), texts: texts))
    }

    /// Machines send again what got no answer, so some of them put a key to it.
    private mutating func key(_ actor: Actor) -> Request.Key? {
        guard actor.rawValue.hasPrefix("edge:"), chance.percent(40) else { return nil }
        return Request.Key(chance.id(), requestHash: chance.id())
    }
}

/// A binary heap of open lives, the earliest first.
struct Lives: Sendable {
    private var heap: [Life] = []

    var count: Int { heap.count }
    var first: Life? { heap.first }

    mutating func put(_ life: Life) {
        heap.append(life)
        var index = heap.count - 1
        while index > 0 {
            let parent = (index - 1) / 2
            guard heap[index].isBefore(heap[parent]) else { return }
            heap.swapAt(index, parent)
            index = parent
        }
    }

    /// The earliest step of all; a life without any more is let go.
    mutating func next() -> (at: Instant, request: Request)? {
        if heap.isEmpty { return nil }
        let told = heap[0].next()
        if heap[0].steps.isEmpty {
            heap.swapAt(0, heap.count - 1)
            heap.removeLast()
        }
        sink()
        return told
    }

    private mutating func sink() {
        var index = 0
        while true {
            var least = index
            for child in [2 * index + 1, 2 * index + 2] where child < heap.count && heap[child].isBefore(heap[least]) {
                least = child
            }
            if least == index { return }
            heap.swapAt(index, least)
            index = least
        }
    }
}
