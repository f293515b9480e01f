import Testing

private let collections = [
    "Collections", "BitCollections", "DequeModule", "HashTreeCollections", "HeapModule", "OrderedCollections",
]
private let numerics = ["Numerics", "ComplexModule", "RealModule"]

/// The one table: what a target may import. `nil` is everything.
///
/// The build alone does not hold these arrows: it lets through what a dependency brings along, and Foundation.
private let mayImport: [String: [String]?] = [
    "Domain": collections + numerics + ["Algorithms"],
    "PolicyLanguage": ["Domain", "Yams"],
    "Phrases": ["Domain", "PolicyLanguage"],
    "Wire": ["Domain", "Phrases"],
    "Pages": ["Domain", "Phrases"],
    "Evidence": ["Crypto"],
    "Certificates": ["Assets", "CQRencode", "Domain", "Evidence", "Phrases", "Wire"],
    "Language": ["Foundation"],
    "Desk": ["Domain", "Evidence", "Language", "Synchronization"],
    "Insight": ["Desk", "Domain", "Dispatch", "Glibc", "Synchronization"],
    "Identity": [
        "Assets", "Desk", "Domain", "Evidence", "Wire", "Crypto", "CryptoExtras", "Dispatch", "Foundation",
        "Synchronization",
    ],
    "Sample": ["Desk", "Domain"],
    "Storage": [
        "CPostgres", "Desk", "Domain", "Evidence", "Language", "Wire", "GRDB", "GRDBSQLite", "Glibc", "Crypto",
        "Foundation", "Synchronization",
    ],
    "CCurl": [],
    "CPostgres": [],
    "CQRencode": [],
    "CZlib": [],
    "Channels": [
        "CCurl", "Desk", "Domain", "Evidence", "Wire", "Crypto", "SwiftASN1", "Foundation", "Dispatch",
        "Synchronization",
    ],
    "Web": [
        "Assets", "CZlib", "Desk", "Domain", "Evidence", "Identity", "Pages", "Phrases", "Wire", "Hummingbird",
        "HTTPTypes", "HummingbirdCore",
        "Logging", "NIOCore", "NIOHTTP1", "NIOHTTPTypes", "ServiceLifecycle", "Foundation", "Synchronization",
    ],
    "Assets": [],
    "Edges": ["Assets", "Desk", "Domain", "Evidence", "PolicyLanguage", "Wire", "Foundation", "Synchronization"],
    "yinuo": nil,
]

struct ArrowsTests {
    @Test func `every target imports only what the table allows`() throws {
        for target in try Repository.folders(in: "Sources") {
            guard let line = mayImport[target] else {
                Issue.record("Sources/\(target) is new: give it a line in Tests/TidyTests/ArrowsTests.swift")
                continue
            }
            guard let allowed = line else { continue }
            for line in try Repository.files(below: "Sources/\(target)", endingIn: ".swift").flatMap(Repository.lines) {
                guard let module = importedModule(line.text), !allowed.contains(module) else { continue }
                Issue.record(
                    """
                    \(line.place): \(target) may not import \(module)
                    allowed: \(allowed.isEmpty ? "nothing" : allowed.joined(separator: ", "))
                    Move the code to a target that may, or hand the value in; \
                    the table is mayImport in Tests/TidyTests/ArrowsTests.swift
                    """)
            }
        }
    }

    @Test func `the table names only targets that exist`() throws {
        let targets = try Repository.folders(in: "Sources")
        for target in mayImport.keys.sorted() where !targets.contains(target) {
            Issue.record("Sources/\(target) is gone: strike its line in Tests/TidyTests/ArrowsTests.swift")
        }
    }

    @Test(arguments: [
        ("import Yams", "Yams"),
        ("  import Foundation  // for URL", "Foundation"),
        ("@testable import Domain", "Domain"),
        ("@preconcurrency import Dispatch", "Dispatch"),
        ("@_spi(Testing) public import Domain", "Domain"),
        ("internal import struct Foundation.Date", "Foundation"),
        ("import func Glibc.getenv", "Glibc"),
        ("// import Foundation", nil),
        ("let important = true", nil),
        ("importPolicies()", nil),
    ])
    func `an import is recognised in every spelling`(line: String, module: String?) {
        #expect(importedModule(line) == module)
    }
}

/// The module that a line imports, submodules and single declarations cut off.
private func importedModule(_ line: String) -> String? {
    let access = ["public", "package", "internal", "fileprivate", "private"]
    let kinds = ["actor", "class", "enum", "func", "let", "protocol", "struct", "typealias", "var"]
    var words = line.split(whereSeparator: \.isWhitespace)[...]
    words = words.drop { $0.hasPrefix("@") || access.contains(String($0)) }
    guard words.popFirst() == "import" else { return nil }
    words = words.drop { kinds.contains(String($0)) }
    return words.first.map { String($0.prefix { $0.isLetter || $0.isNumber || $0 == "_" }) }
}
