import Desk
import Domain
import Foundation

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

    /// From the kernel's source, fit for keys.
    public static let random: @Sendable (Int) -> [UInt8] = { count in
        var generator = SystemRandomNumberGenerator()
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 7)
        while bytes.count < count {
            let word = generator.next()
            for shift in stride(from: UInt64(0), to: 64, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: word >> shift))
            }
        }
        return Array(bytes.prefix(count))
    }
}
