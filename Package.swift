// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "yinuo",
    products: [.executable(name: "yinuo", targets: ["yinuo"]), .library(name: "Domain", targets: ["Domain"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    ],
    targets: [
        .target(name: "Domain", swiftSettings: strict),
        .target(
            name: "PolicyLanguage", dependencies: ["Domain", .product(name: "Yams", package: "Yams")],
            swiftSettings: strict),
        .target(name: "Phrases", dependencies: ["Domain", "PolicyLanguage"], swiftSettings: strict),
        .target(name: "Wire", dependencies: ["Domain", "Phrases"], swiftSettings: strict),
        .target(name: "Assets", exclude: ["calendars", "zones"]),
        .executableTarget(
            name: "yinuo",
            dependencies: [
                "Assets", "Domain", "Phrases", "PolicyLanguage", "Wire",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),
        .target(name: "Support", dependencies: ["Domain"], path: "Tests/Support", swiftSettings: strict),
        .testTarget(
            name: "DomainTests", dependencies: ["Domain", "Support"],
            exclude: ["Calendars/Golden", "Time/Golden"], swiftSettings: strict),
        .testTarget(
            name: "PhrasesTests", dependencies: ["Domain", "Phrases", "PolicyLanguage", "Support"], exclude: ["Golden"],
            swiftSettings: strict),
        .testTarget(
            name: "PolicyLanguageTests",
            dependencies: ["Domain", "PolicyLanguage", "Support", .product(name: "Yams", package: "Yams")],
            exclude: ["Faulty", "Golden"], swiftSettings: strict),
        .testTarget(
            name: "WireTests", dependencies: ["Domain", "PolicyLanguage", "Support", "Wire"], swiftSettings: strict),
        .testTarget(
            name: "YinuoTests", dependencies: ["Support", "yinuo"], exclude: ["Golden"], swiftSettings: strict),
        .testTarget(name: "TidyTests", swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
