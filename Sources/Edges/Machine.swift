import Desk
import Domain
import Foundation
import Synchronization

/// This machine's clocks and chance.
public enum Machine {
    public static let clocks = Clocks(
        wall: { Instant(milliseconds: milliseconds(CLOCK_REALTIME)) },
        // Goes on while the machine sleeps, and nobody can set it.
        ticks: { Duration(milliseconds: milliseconds(CLOCK_BOOTTIME)) })

    private static func milliseconds(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }

    /// From the kernel's source, fit for keys; fetched by the page, since every call for more crosses into the kernel.
    public static let random: @Sendable (Int) -> [UInt8] = { count in pool.take(count) }

    private static let pool = Pool()

    private final class Pool: Sendable {
        private static let page = 4_096
        private let bytes = Mutex<[UInt8]>([])

        func take(_ count: Int) -> [UInt8] {
            bytes.withLock { bytes in
                while bytes.count < count { bytes += Pool.fetch() }
                // What was handed out is no longer here.
                defer { bytes.removeLast(count) }
                return Array(bytes.suffix(count))
            }
        }

        private static func fetch() -> [UInt8] {
            [UInt8](unsafeUninitializedCapacity: page) { buffer, filled in
                arc4random_buf(buffer.baseAddress!, page)
                filled = page
            }
        }
    }
}
