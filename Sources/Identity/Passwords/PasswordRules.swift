import Domain
import Foundation

/// What may be a password: long enough, and nothing that is tried first. No kinds of signs are asked for, since they make
/// people write `Password1!`.
/// - Source: NIST SP 800-63B, 5.1.1.2.
enum PasswordRules {
    static let characters = 10...128

    /// The one form of what was typed, so that a composed and a decomposed accent, or a wide digit, are the same password.
    static func normal(_ typed: String) -> String { typed.precomposedStringWithCompatibilityMapping }

    /// - Parameters:
    ///   - names: the login and the person's names.
    static func check(_ typed: String, names: [String]) throws(PasswordWeakness) {
        // Nobody means so long a text, and folding it would cost.
        guard typed.utf8.count <= 4_096 else { throw .tooLong(atMost: characters.upperBound) }
        let password = normal(typed)
        guard password.count >= characters.lowerBound else { throw .tooShort(atLeast: characters.lowerBound) }
        guard password.count <= characters.upperBound else { throw .tooLong(atMost: characters.upperBound) }
        let folded = password.lowercased()
        if isMonotonous(folded) { throw .monotonous }
        for name in names.flatMap(parts) where folded.contains(name) { throw .holdsName }
        if isCommon(folded) { throw .common }
    }

    /// A name and its parts, as far as they are long enough to be more than chance.
    private static func parts(_ name: String) -> [String] {
        let folded = normal(name).lowercased()
        let parts = folded.split { !$0.isLetter && !$0.isNumber }.map(String.init)
        return ([folded] + parts).filter { part in
            // Of ideographs two are a name already.
            part.count >= (part.unicodeScalars.allSatisfy(\.isASCII) ? 4 : 2)
        }
    }

    /// Fewer than four different signs, or each the next of the one before.
    private static func isMonotonous(_ folded: String) -> Bool {
        let scalars = folded.unicodeScalars.map { Int($0.value) }
        if Set(scalars).count < 4 { return true }
        let steps = zip(scalars, scalars.dropFirst()).map { $1 - $0 }
        // From 9 to 0 as on a keyboard.
        let rises = steps.filter { $0 == 1 || $0 == -9 }.count
        let falls = steps.filter { $0 == -1 || $0 == 9 }.count
        return max(rises, falls) * 10 >= steps.count * 9
    }

    /// A common password, or one with digits and signs for most of the rest, or with the usual signs for letters.
    private static func isCommon(_ folded: String) -> Bool {
        let plain = String(folded.map { disguises[$0] ?? $0 })
        return [folded, plain].contains { word in
            if CommonPasswords.contains(word) { return true }
            let stem = word.drop { !$0.isLetter }.reversed().drop { !$0.isLetter }.reversed()
            return stem.count >= 4 && stem.count * 2 >= word.count && CommonPasswords.contains(String(stem))
        }
    }

    private static let disguises: [Character: Character] = [
        "@": "a", "4": "a", "3": "e", "1": "i", "!": "i", "0": "o", "$": "s", "5": "s", "7": "t",
    ]
}
