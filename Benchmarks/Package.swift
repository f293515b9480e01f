// swift-tools-version: 6.2
// A package of its own, so that building the product never builds its measurements.
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "benchmarks",
    dependencies: [.package(name: "yinuo", path: "..")],
    targets: [
        .target(name: "MallocCount"),
        .executableTarget(
            name: "Figures", dependencies: ["MallocCount", .product(name: "Domain", package: "yinuo")],
            swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
