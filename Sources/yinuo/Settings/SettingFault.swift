import PolicyLanguage

/// Something about the settings that keeps the program from starting.
struct SettingFault: Error, Hashable, CustomStringConvertible {
    /// `yinuo.yaml:3:5`, `YINUO_LISTEN`, `--listen`.
    let place: String
    let cause: String
    let cure: String

    var description: String { "\(place): \(cause) \(cure)" }
}

/// All of them, since one that is mended at a time takes as many starts.
struct SettingFaults: Error, Equatable, CustomStringConvertible {
    let faults: [SettingFault]
    var description: String { faults.map(\.description).joined(separator: "\n") }
}

/// Who said what a setting is.
enum SettingOrigin: Hashable, Sendable, CustomStringConvertible {
    case flag(SettingKey)
    case environment(SettingKey)
    case file(String, Place)
    case standard

    var description: String {
        switch self {
        case .flag(let key): "--\(key.name)"
        case .environment(let key): key.environmentName
        case .file(let name, let place): "\(name):\(place.line):\(place.column)"
        case .standard: "default"
        }
    }
}
