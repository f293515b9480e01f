import Domain
import Synchronization

/// How often somebody may ask: a bucket each that fills steadily (a token bucket, RFC 2697 in spirit).
///
/// Of the many who ask, those whose bucket is full again are forgotten; nobody can make it grow without end.
final class Throttle: Sendable {
    struct Standing {
        let isAllowed: Bool
        let remaining: Int
        /// Until one more is allowed, or all are again.
        let secondsToWait: Int
    }

    private struct Bucket {
        var level: Double
        var at: Double
    }

    private static let peopleAtMost = 50_000
    private let buckets = Mutex<[String: Bucket]>([:])
    let rate: APISettings.Rate

    init(_ rate: APISettings.Rate) { self.rate = rate }

    /// - Parameter seconds: of a clock that never goes back.
    func take(_ who: String, at seconds: Double) -> Standing {
        buckets.withLock { buckets in
            let (bucket, isAllowed) = fill(&buckets[who, default: Bucket(level: rate.burst, at: seconds)], seconds)
            if buckets.count > Throttle.peopleAtMost {
                buckets = buckets.filter { $0.value.level + (seconds - $0.value.at) * rate.perSecond < rate.burst }
                if buckets.count > Throttle.peopleAtMost { buckets = [who: bucket] }
            }
            let wanted = isAllowed ? rate.burst : 1
            return Standing(
                isAllowed: isAllowed, remaining: Int(bucket.level),
                secondsToWait: max(1, Int(((wanted - bucket.level) / rate.perSecond).rounded(.up))))
        }
    }
    private func fill(_ bucket: inout Bucket, _ seconds: Double) -> (bucket: Bucket, isAllowed: Bool) {
        bucket.level = min(rate.burst, bucket.level + (seconds - bucket.at) * rate.perSecond)
        bucket.at = seconds
        let isAllowed = bucket.level >= 1
        if isAllowed { bucket.level -= 1 }
        return (bucket, isAllowed)
    }
}
