import Domain

extension Language {
    /// The first language of ours that a reader's `Accept-Language` names, by weight; English for none.
    /// - Source: RFC 9110, section 12.5.4.
    static func wanted(_ header: String?) -> Language {
        guard let header else { return .en }
        var best: (language: Language, weight: Double)?
        for part in header.split(separator: ",", maxSplits: 20) {
            let words = part.split(separator: ";").map(\.trimmed)
            guard let tag = words.first, let language = Language(rawValue: String(tag.prefix(2)).lowercased()) else {
                continue
            }
            let weight = words.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            if weight > best?.weight ?? 0 { best = (language, weight) }
        }
        return best?.language ?? .en
    }
}
