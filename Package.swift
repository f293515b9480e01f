// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

/// What is tested is optimised, the tests themselves are not: to optimise them takes longer than they run.
let tests: [SwiftSetting] = strict + [.unsafeFlags(["-Onone"], .when(configuration: .release))]

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")

let package = Package(
    name: "yinuo",
    products: [
        .executable(name: "yinuo", targets: ["yinuo"]),
        .library(name: "Domain", targets: ["Domain"]),
        .library(name: "Evidence", targets: ["Evidence"]),
        .library(name: "Certificates", targets: ["Certificates"]),
        .library(name: "Pages", targets: ["Pages", "Phrases"]),
        .library(name: "Desk", targets: ["Desk", "Edges", "Storage"]),
        .library(name: "Insight", targets: ["Insight"]),
        .library(name: "Sample", targets: ["Sample"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: ["FullFoundation"]),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .target(name: "Domain", swiftSettings: strict),
        .target(
            name: "PolicyLanguage", dependencies: ["Domain", .product(name: "Yams", package: "Yams")],
            swiftSettings: strict),
        .target(name: "Phrases", dependencies: ["Domain", "PolicyLanguage"], swiftSettings: strict),
        .target(name: "Wire", dependencies: ["Domain", "Phrases"], swiftSettings: strict),
        .target(name: "Pages", dependencies: ["Domain", "Phrases"], swiftSettings: strict),
        .target(name: "Evidence", dependencies: [crypto], swiftSettings: strict),
        .target(name: "Language", swiftSettings: strict),
        .target(name: "Desk", dependencies: ["Domain", "Evidence", "Language"], swiftSettings: strict),
        .target(name: "Insight", dependencies: ["Desk", "Domain"], swiftSettings: strict),
        .target(
            name: "Identity", dependencies: ["Assets", "Desk", "Domain", "Evidence", "Wire", crypto, cryptoExtras],
            swiftSettings: strict),
        .target(name: "Sample", dependencies: ["Desk", "Domain"], swiftSettings: strict),
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .target(
            name: "Storage",
            dependencies: [
                "CPostgres", "Desk", "Domain", "Evidence", "Language", "Wire", crypto,
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            swiftSettings: strict),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .target(
            name: "Channels",
            dependencies: [
                "CCurl", "Desk", "Domain", "Evidence", "Wire", crypto,
                .product(name: "SwiftASN1", package: "swift-asn1"),
            ],
            swiftSettings: strict),
        .target(
            name: "Web",
            dependencies: [
                "Assets", "CZlib", "Desk", "Domain", "Evidence", "Identity", "Pages", "Phrases", "Wire", logging,
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict),
        .target(name: "Assets", exclude: ["calendars", "certificate", "pages", "passwords", "zones"]),
        .systemLibrary(name: "CQRencode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
        .target(
            name: "Certificates", dependencies: ["Assets", "CQRencode", "Domain", "Evidence", "Phrases", "Wire"],
            swiftSettings: strict),
        .target(
            name: "Edges", dependencies: ["Assets", "Desk", "Domain", "Evidence", "PolicyLanguage", "Wire"],
            swiftSettings: strict),
        .executableTarget(
            name: "yinuo",
            dependencies: [
                "Certificates", "Channels", "Desk", "Domain", "Edges", "Evidence", "Identity", "Insight", "Phrases",
                "PolicyLanguage", "Sample", "Storage", "Web", "Wire", logging,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: strict),
        .target(name: "Support", dependencies: ["Domain"], path: "Tests/Support", swiftSettings: strict),
        .executableTarget(
            name: "crash",
            dependencies: [
                "Desk", "Domain", "Edges", "Evidence", "Storage", "Support",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            path: "Tests/Crash", swiftSettings: strict,
            // So that SQLite's library calls the program's own, which notes what is not synced yet.
            linkerSettings: [
                .unsafeFlags(["pwrite64", "fdatasync"].flatMap { ["-Xlinker", "--export-dynamic-symbol=\($0)"] })
            ]),
        .testTarget(
            name: "DomainTests", dependencies: ["Domain", "Support"],
            exclude: ["Calendars/Golden", "Time/Golden"], swiftSettings: tests),
        .testTarget(
            name: "PhrasesTests", dependencies: ["Domain", "Phrases", "PolicyLanguage", "Support"], exclude: ["Golden"],
            swiftSettings: tests),
        .testTarget(
            name: "PolicyLanguageTests",
            dependencies: ["Domain", "PolicyLanguage", "Support", .product(name: "Yams", package: "Yams")],
            exclude: ["Faulty", "Golden"], swiftSettings: tests),
        .testTarget(
            name: "WireTests", dependencies: ["Domain", "PolicyLanguage", "Support", "Wire"], swiftSettings: tests),
        .testTarget(
            name: "ChannelsTests", dependencies: ["Channels", "Desk", "Domain", "Evidence", "Support"],
            swiftSettings: tests),
        .testTarget(
            name: "WebTests",
            dependencies: [
                "Desk", "Domain", "Edges", "Evidence", "Identity", "Insight", "Pages", "Storage", "Support", "Web",
                "Wire", logging,
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            exclude: ["API/Golden"], swiftSettings: tests),
        .testTarget(
            name: "PagesTests", dependencies: ["Domain", "Pages", "Phrases", "Support"], exclude: ["Golden"],
            swiftSettings: tests),
        .testTarget(
            name: "IdentityTests",
            dependencies: ["Channels", "Desk", "Domain", "Edges", "Evidence", "Identity", "Storage", "Support"],
            exclude: ["Peer"], swiftSettings: tests),
        .testTarget(
            name: "YinuoTests", dependencies: ["Channels", "Evidence", "Support", "yinuo"], exclude: ["Golden"],
            swiftSettings: tests),
        .testTarget(
            name: "StorageTests",
            dependencies: [
                "crash", "Desk", "Domain", "Edges", "Evidence", "Insight", "Language", "Sample", "Storage", "Support",
                "Wire",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            exclude: ["Codec/Golden"], swiftSettings: tests),
        .testTarget(
            name: "SampleTests", dependencies: ["Desk", "Domain", "Edges", "Sample", "Storage", "Support"],
            exclude: ["Golden"], swiftSettings: tests),
        .testTarget(
            name: "EvidenceTests", dependencies: ["Evidence", "Support"], exclude: ["Data", "Peer"],
            swiftSettings: tests),
        .testTarget(name: "LanguageTests", dependencies: ["Language", "Support"], swiftSettings: tests),
        .testTarget(
            name: "CertificatesTests",
            dependencies: ["Certificates", "Domain", "Evidence", "Phrases", "PolicyLanguage", "Storage", "Support"],
            exclude: ["Golden"], swiftSettings: tests),
        .testTarget(name: "TidyTests", swiftSettings: tests),
    ],
    swiftLanguageModes: [.v6]
)
