import Desk
import Domain
import Support
import Testing

struct BackoffTests {
    @Test(arguments: [
        (1, Duration.seconds(10)), (2, .seconds(20)), (3, .seconds(40)), (11, .seconds(10_240)), (12, .seconds(20_480)),
        (13, .hours(6)), (1_000, .hours(6)), (Int.max, .hours(6)), (0, .seconds(10)), (Int.min, .seconds(10)),
    ])
    func `a wait lies in the upper half of its doubling`(attempt: Int, full: Duration) {
        #expect(Backoff.delay(attempt: attempt, chance: .max) == full)
        #expect(Backoff.delay(attempt: attempt, chance: 0).milliseconds == full.milliseconds / 2)
    }

    @Test(arguments: Seed.some(50)) func `every chance gives a wait within its bounds`(_ seed: Seed) {
        var chance = seed
        for attempt in 1...Backoff.attemptsAtMost {
            let delay = Backoff.delay(attempt: attempt, chance: chance.next())
            let full = Backoff.delay(attempt: attempt, chance: .max)
            #expect(delay <= full && delay.milliseconds >= full.milliseconds / 2)
        }
    }
}
