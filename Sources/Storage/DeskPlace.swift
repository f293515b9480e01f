import Desk
import Domain
import Foundation

/// Where a desk lies: in a file, or in a database of PostgreSQL.
public enum DeskPlace: Hashable, Sendable {
    case file(String)
    case database(PostgresPlace)

    /// - Parameter text: a path, or a `postgresql://` URL. Nil for another kind of address and for libpq's words
    ///   (`host=… password=…`): taken for a path they would be shown, with the password that may be in them.
    public init?(_ text: String) {
        if PostgresPlace.isOne(text) {
            guard PostgresPlace.isSound(text) else { return nil }
            self = .database(PostgresPlace(text))
        } else if text.contains("://") || text.contains("password=") {
            return nil
        } else {
            self = .file(text)
        }
    }

    /// For people and logs: without a password.
    public var name: String {
        switch self {
        case .file(let path): path
        case .database(let place): place.name
        }
    }

    /// The path of a desk in a file.
    public var path: String? { if case .file(let path) = self { path } else { nil } }
}

extension Store {
    /// A desk at its place.
    /// - Parameters:
    ///   - readOnly: beside whoever writes; in a database everybody works beside the others anyway.
    ///   - warn: told what an operator should know of a database.
    public static func open(
        _ place: DeskPlace, readOnly: Bool = false, warn: @Sendable (String) -> Void = { _ in }
    ) async throws(StoreError) -> Store {
        switch place {
        case .file(let path): try .sqlite(path, readOnly: readOnly)
        case .database(let place): try await .postgres(place.url, warn: warn)
        }
    }
}

extension DeskPlace {
    /// Whether a desk is there; looking makes none.
    public func holdsDesk() async throws(StoreError) -> Bool {
        switch self {
        case .file(let path): return FileManager.default.fileExists(atPath: path)
        case .database(let place):
            let line = Line(place, name: "yinuo looking")
            do throws(StoreError) {
                let found = try await line.again("looking for the desk", for: .seconds(3)) { link in
                    try link.run("SELECT to_regclass('yinuo.meta') IS NOT NULL")[0].text(0, 0) == "t"
                }
                await line.close()
                return found
            } catch {
                await line.close()
                throw error
            }
        }
    }
}
