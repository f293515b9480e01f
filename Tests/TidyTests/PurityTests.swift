import Testing

struct PurityTests {
    /// Everything but the shell. A replay and a simulation run this code under clocks and seeds of their own.
    private static let pureTargets = [
        "Certificates", "Domain", "Language", "Pages", "PolicyLanguage", "Phrases", "Sample", "Wire",
    ]

    private static let impure = [
        "Date()", "Date.now", "ContinuousClock", "SuspendingClock", "clock_gettime", "gettimeofday",
        "SystemRandomNumberGenerator", ".random(", ".randomElement()", ".shuffled()", ".shuffle()", "UUID()",
        "ProcessInfo", "getenv",
    ]

    @Test(arguments: pureTargets)
    func `nothing below the shell reads a clock, chance or the environment`(target: String) throws {
        let files = Repository.files(below: "Sources/\(target)", endingIn: ".swift")
        try #require(!files.isEmpty, "Sources/\(target) holds no Swift: strike it from pureTargets")
        for line in try files.flatMap(Repository.lines) {
            for word in Self.impure where line.code.contains(word) {
                Issue.record(
                    """
                    \(line.place): \(target) uses \(word)
                    Time, chance and identity are arguments: let the caller in Sources/yinuo hand the value in.
                    """)
            }
        }
    }
}
