import Glibc
import MallocCount

/// Median, least and most of some repetitions.
struct Spread: Codable {
    let median, min, max: Double

    init(_ values: [Double]) {
        let sorted = values.sorted()
        median = sorted[sorted.count / 2]
        min = sorted[0]
        max = sorted[sorted.count - 1]
    }
}

/// One line of the table.
struct Figure: Codable {
    /// What `bars.json` calls it.
    let id: String
    let title: String
    let unit: String
    /// Processor time of the one thread that worked: what other programs on the machine hardly disturb.
    let cpu: Spread
    let wall: Spread
    /// Heap allocations per item, counted in a pass of its own.
    let mallocs: Double?
}

enum Unit: String {
    case nanoseconds = "ns"
    case microseconds = "µs"
    case perSecond = "events/s"

    func value(_ nanosecondsPerItem: Double) -> Double {
        switch self {
        case .nanoseconds: nanosecondsPerItem
        case .microseconds: nanosecondsPerItem / 1e3
        case .perSecond: 1e9 / nanosecondsPerItem
        }
    }
}

struct Bench {
    let repetitions: Int

    /// Times `body`, which handles `count` items, after one run that warms caches and is not timed.
    ///
    /// - Parameter after: cleans up outside the timing.
    func measure(
        _ id: String, _ title: String, _ unit: Unit = .nanoseconds, per count: Int, after: () -> Void = {},
        _ body: () -> Void
    ) -> Figure {
        malloc_count_begin()
        body()
        let mallocs = Double(malloc_count_end()) / Double(count)
        after()
        var cpu: [Double] = []
        var wall: [Double] = []
        for _ in 0..<repetitions {
            let (cpuBegin, wallBegin) = (Bench.now(CLOCK_THREAD_CPUTIME_ID), Bench.now(CLOCK_MONOTONIC))
            body()
            let (cpuEnd, wallEnd) = (Bench.now(CLOCK_THREAD_CPUTIME_ID), Bench.now(CLOCK_MONOTONIC))
            after()
            cpu.append(unit.value((cpuEnd - cpuBegin) / Double(count)))
            wall.append(unit.value((wallEnd - wallBegin) / Double(count)))
        }
        return Figure(id: id, title: title, unit: unit.rawValue, cpu: Spread(cpu), wall: Spread(wall), mallocs: mallocs)
    }

    /// The processor's own pace: steps of a random generator, each waiting for the one before.
    ///
    /// Nothing of ours runs in it, so two runs in which it differs were not run on the same machine, or not as quietly.
    func yardstick() -> Figure {
        measure("yardstick", "yardstick: a step of SplitMix64 that waits for the last", per: 1_000_000) {
            var seed: UInt64 = 1
            for _ in 0..<1_000_000 {
                var chance = Chance(seed)
                seed = chance.next()
            }
            consume(seed)
        }
    }

    /// A count of nothing would look like success, so the counter has to see an allocation that we know of.
    static func checkCounter() {
        malloc_count_begin()
        let memory = malloc(64)
        consume(memory)
        precondition(malloc_count_end() >= 1, "allocations are not counted: is another allocator loaded before ours?")
        free(memory)
    }

    private static func now(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
    }
}

/// Keeps the optimiser from dropping a result that nobody reads.
@inline(never) @_optimize(none)
func consume<T>(_ value: T) {}

/// SplitMix64: the same cases on any machine.
struct Chance {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func integer(_ range: ClosedRange<Int64>) -> Int64 {
        range.lowerBound + Int64(next() % UInt64(range.upperBound - range.lowerBound + 1))
    }

    /// True in that many of a hundred.
    mutating func percent(_ share: UInt64) -> Bool { next() % 100 < share }
}
