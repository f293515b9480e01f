/// Words of the page where people look after how they sign in.
public enum AccessWord: String, CaseIterable, Sendable {
    case title, secondFactor, secondFactorHint, isOn, isOff, setUp, scan, typeSeed, codeOfApp, confirm, startAgain
    case recovery, recoveryHint, seen, remove, removeHint, codeOrRecovery
    case sessions, sessionsHint, thisOne, since, until, endSession
    case byPassword, byCode, byRecoveryCode, byProvider, byLink
    case changePassword, currentPassword, changeHint
}
