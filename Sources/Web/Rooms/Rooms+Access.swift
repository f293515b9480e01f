import Desk
import Domain
import HTTPTypes
import Identity
import Pages
import Phrases
import Wire

extension Rooms {
    /// How whoever visits comes in.
    func accessPage(_ visit: Visit, _ factor: AccessPage.Factor? = nil) async throws -> AccessPage {
        guard let session = visit.session, visit.principal != nil else { throw RoomFault.strangers }
        let owner = try await service.identity.owner(session: session)
        let this = service.identity.id(ofSession: session)
        let sessions = try await service.identity.sessions(of: owner).map {
            AccessPage.Session(
                id: $0.id, since: $0.since, until: $0.until, how: AccessWord(how: $0.how), isThis: $0.id == this,
                browser: $0.id == this ? BrowserName.told(visit.userAgent) : nil)
        }
        guard owner.kind == .record(.account) else {
            return AccessPage(login: nil, factor: .none, sessions: sessions)
        }
        let account = try await service.identity.account(RecordID(owner.id))
        return AccessPage(
            login: account.hasPassword ? account.login : nil,
            factor: factor ?? (account.hasTOTP ? .on : .off), sessions: sessions)
    }

    /// What a form of that page asks for. A seed and recovery codes are shown in the answer itself, this once, and stand in
    /// no address.
    func access(_ deed: Address.Access, _ form: Fields, _ visit: Visit) async throws -> Outcome {
        do {
            switch deed {
            case .offer:
                let answer = try await perform("offerSecondFactor", [:], .null, visit).json
                return .page(try await accessPage(visit, offered(answer["seed"]?.string, answer["uri"]?.string)))
            case .confirm:
                let answer = try await perform(
                    "confirmSecondFactor", [:], .members(["code": .string(form["code"] ?? "")]), visit
                ).json
                guard case .array(let codes)? = answer["recovery"] else { return .see(.access()) }
                return .page(try await accessPage(visit, .confirmed(recovery: codes.compactMap(\.string))))
            case .remove:
                try await perform("endSecondFactor", [:], .members(["code": .string(form["code"] ?? "")]), visit)
            case .end: try await perform("endSession", ["session": form["session"] ?? ""], .null, visit)
            }
            return .see(.access())
        } catch {
            let factor: AccessPage.Factor = deed == .confirm ? offered(form["seed"], form["uri"]) : .off
            return try await accessPage(visit, refused: error, at: .code, factor)
        }
    }

    /// The page again, with what stands in the way.
    /// - Parameter factor: what was on offer, if that is what was refused.
    func accessPage(
        _ visit: Visit, refused error: any Error, at door: Door, _ factor: AccessPage.Factor = .off
    ) async throws -> Outcome {
        let fault = (error as? IdentityFault).map { RoomFault.door($0, door) as any Error }
        guard let trouble = trouble(fault ?? error, visit) else { throw error }
        var page = try await accessPage(visit)
        if page.factor == .off { page.factor = factor }
        page.trouble = trouble
        return .page(page, status: .unprocessableContent)
    }

    private func offered(_ seed: String?, _ uri: String?) -> AccessPage.Factor {
        guard let seed, let uri else { return .off }
        let picture = service.picture(uri).map { AccessPage.Picture(side: $0.side, path: $0.path) }
        return .offered(seed: seed, uri: uri, picture: picture)
    }
}

extension AccessWord {
    /// - Parameter how: as a session keeps it.
    fileprivate init(how: String) {
        self =
            switch how {
            case "code": .byCode
            case "recovery-code": .byRecoveryCode
            case "provider": .byProvider
            case "link": .byLink
            default: .byPassword
            }
    }
}

extension Answer {
    /// What a program would be told.
    var json: JSONValue {
        switch content {
        case .json(let json): json
        case .receipt(let receipt, let stream, let notes): receipt.json(stream, notes: notes)
        case .nothing, .bytes, .stream: .null
        }
    }
}
