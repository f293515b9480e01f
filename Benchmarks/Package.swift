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
    dependencies: [
        .package(name: "yinuo", path: ".."), .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: ["FullFoundation"]),
    ],
    targets: [
        .target(name: "MallocCount"),
        .executableTarget(
            name: "Figures", dependencies: ["MallocCount", .product(name: "Domain", package: "yinuo")],
            swiftSettings: strict),
        .executableTarget(
            name: "StoreFigures",
            dependencies: [
                .product(name: "Desk", package: "yinuo"), .product(name: "Domain", package: "yinuo"),
                .product(name: "Evidence", package: "yinuo"), .product(name: "Sample", package: "yinuo"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "BareServer", dependencies: [.product(name: "Hummingbird", package: "hummingbird")],
            swiftSettings: strict),
        .executableTarget(
            name: "PageFigures",
            dependencies: [
                .product(name: "Domain", package: "yinuo"), .product(name: "Pages", package: "yinuo"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "InsightFigures",
            dependencies: [
                .product(name: "Desk", package: "yinuo"), .product(name: "Domain", package: "yinuo"),
                .product(name: "Insight", package: "yinuo"),
            ],
            swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
