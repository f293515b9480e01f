import Desk
import Logging
import ServiceLifecycle

/// What `serve` runs of the desk, in the order in which it starts (it stops in the reverse one), and what the desk tells
/// of itself.
/// - Throws: what keeps the desk from starting, with its cure.
func deskServices(_ settings: Settings, _ logger: Logger) async throws -> (
    services: [any Service], measures: @Sendable () async -> [Measure], checks: @Sendable () async -> [Check]
) {
    ([], { [] }, { [] })
}
