import CPostgres
import Foundation

/// Where a desk lies in PostgreSQL.
public struct PostgresPlace: Hashable, Sendable {
    /// With whatever libpq understands, several hosts and `target_session_attrs` among it. May hold a password.
    let url: String
    /// Without password and parameters, for people and logs.
    public let name: String

    public init(_ url: String) {
        self.url = url
        name = PostgresPlace.shown(url)
    }

    /// Also one with a slash too few, which is nobody's file.
    public static func isOne(_ text: String) -> Bool { text.hasPrefix("postgresql:") || text.hasPrefix("postgres:") }

    /// A URL without what may be secret in it. More is taken away than has to be where a password holds signs that
    /// should have been escaped.
    public static func shown(_ url: String) -> String {
        guard let scheme = url.range(of: "://") else { return String(url.prefix { $0 != "?" }) }
        var shown = url
        if let at = url[scheme.upperBound...].lastIndex(of: "@"),
            let colon = url[scheme.upperBound..<at].firstIndex(of: ":")
        {
            shown.replaceSubrange(colon..<at, with: "")
        }
        return String(shown.prefix { $0 != "?" })
    }

    /// Whether a password stands in the URL, where whoever reads it has it too.
    public var holdsPassword: Bool {
        guard let options = PQconninfoParse(url, nil) else { return false }
        defer { PQconninfoFree(options) }
        var option = options
        while let keyword = option.pointee.keyword {
            if String(cString: keyword) == "password", option.pointee.val != nil { return true }
            option += 1
        }
        return false
    }

    /// Whether libpq can take it apart. Asked before it is used, since what libpq says of one that it can't quotes it,
    /// the password too.
    public static func isSound(_ url: String) -> Bool {
        guard isOne(url), let options = PQconninfoParse(url, nil) else { return false }
        defer { PQconninfoFree(options) }
        var option = options
        while let keyword = option.pointee.keyword {
            // A password with a slash in it ends up here.
            if String(cString: keyword) == "port", let value = option.pointee.val {
                let ports = String(cString: value).split(separator: ",")
                if !ports.allSatisfy({ UInt16($0) != nil }) { return false }
            }
            option += 1
        }
        return true
    }

    /// A statement that waits for ever would hold everybody; a client that stands still must not hold a lock.
    static let settings = """
        SET search_path = yinuo; SET synchronous_commit = on; SET standard_conforming_strings = on;
        SET client_encoding = 'UTF8'; SET bytea_output = 'hex'; SET statement_timeout = '10s'; SET lock_timeout = '5s';
        SET idle_in_transaction_session_timeout = '2s'; SET client_connection_check_interval = '200ms';
        SET client_min_messages = warning;
        """
}
