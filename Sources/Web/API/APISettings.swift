/// How the service meets those who ask.
public struct APISettings: Sendable {
    /// Of somebody who is known.
    public var rate: Rate
    /// Of an address that nobody is known by.
    public var strangersRate: Rate
    public var proxies: Proxies

    /// So many at once, and steadily so many a second.
    public struct Rate: Sendable {
        public let perSecond: Double
        public let burst: Double
        public init(perSecond: Double, burst: Double) {
            self.perSecond = perSecond
            self.burst = burst
        }
    }

    public init(
        rate: Rate = Rate(perSecond: 200, burst: 1_000), strangersRate: Rate = Rate(perSecond: 5, burst: 60),
        proxies: Proxies = Proxies()
    ) {
        self.rate = rate
        self.strangersRate = strangersRate
        self.proxies = proxies
    }

    /// - Parameter perSecond: 0 for no limit.
    public init(perSecond: Int, proxies: Proxies) {
        self.init(proxies: proxies)
        let rate = Double(perSecond)
        if perSecond == 0 {
            (self.rate, strangersRate) = (Rate(perSecond: 1e9, burst: 1e9), Rate(perSecond: 1e9, burst: 1e9))
        } else {
            self.rate = Rate(perSecond: rate, burst: rate * 5)
        }
    }
}
