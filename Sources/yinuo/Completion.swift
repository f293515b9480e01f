import ArgumentParser
import Domain
import Edges
import Logging

extension CompletionKind {
    static let policies = CompletionKind.list(Shipped.policyIDs)
    static let languages = CompletionKind.list(Language.allCases.map(\.rawValue))
}

extension SettingKey {
    /// What a shell offers behind `--NAME`.
    var completion: CompletionKind {
        switch self {
        case .desk, .erasureRegister, .evidenceKey, .mailPasswordFile, .mailAuthorities, .oidcPasswordFile: .file()
        case .figures: .directory
        case .policies: .policies
        case .logLevel: .list(Logger.Level.allCases.map(\.rawValue))
        case .logFormat: .list(LineLog.Format.allCases.map(\.rawValue))
        case .mailLanguage: .languages
        default: .default
        }
    }
}
