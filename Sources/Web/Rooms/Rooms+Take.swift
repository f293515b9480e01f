import Desk
import Domain
import HTTPTypes
import Identity
import Pages
import Phrases
import Wire

extension Rooms {
    /// What a form asks for.
    func take(_ address: Address, _ visit: Visit) async throws -> Outcome {
        guard let form = visit.form else { throw RoomFault.staleForm }
        switch address {
        case .look: return look(form, visit)
        case .signIn(let to): return try await signIn(form, to, visit)
        case .password: return try await changePassword(form, visit)
        case .forgotten:
            guard desk.edges.mails else { return .page(AskPage(.forgottenWithoutMail), status: .conflict) }
            try await perform("askForReset", [:], .members(["login": .string(form["login"] ?? "")]), visit)
            return .page(AskPage(.resetSent))
        case .entry:
            try await perform("askForEntry", [:], .members(["email": .string(form["email"] ?? "")]), visit)
            return .page(AskPage(.sent))
        case .link(let text): return try await useLink(text, form, visit)
        case .signOut:
            let answer = try await perform("signOut", [:], .null, visit)
            return .see(.signIn(), headers: answer.headers)
        case .next:
            try staff(visit)
            switch try await takeNext(visit) {
            case .taken(let id), .onOffer(let id): return .see(.ticket(id))
            case .nothing(let news):
                guard case .queue(let kept)? = form["back"].flatMap(Address.init) else { return .see(.queue()) }
                return .page(try await queue(kept, visit, news: news))
            }
        case .views: return try await keepView(form, visit)
        case .access(let deed?): return try await access(deed, form, visit)
        case .accounts(let deed?): return try await accounts(deed, form, visit)
        case .submit: return try await submit(form, visit)
        case .notices: return try markRead(form, visit)
        case .leave(let id):
            if let principal = visit.principal { viewers.go(principal.actor, id, page: form["page"] ?? "") }
            return .part(Markup())
        case .deed(let id, let deed): return try await does(deed, id, form, visit)
        default: throw RoomFault.method([.get, .head])
        }
    }

    private func look(_ form: Fields, _ visit: Visit) -> Outcome {
        var look = visit.look
        if let language = form["language"].flatMap(Language.init(rawValue:)) { look.language = language }
        look.colours = form["colours"].flatMap(Look.Colours.init) ?? look.colours
        look.density = form["density"].flatMap(Look.Density.init) ?? look.density
        // A year: it says nothing about anybody.
        let cookie =
            "\(Self.lookCookie)=\(look.text); Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly"
            + (visit.isSecure ? "; Secure" : "")
        return .see(form["back"].flatMap(Address.init) ?? .home, headers: [.setCookie: cookie])
    }

    private func signIn(_ form: Fields, _ to: Address?, _ visit: Visit) async throws -> Outcome {
        let login = form["login"] ?? ""
        do {
            let answer = try await perform(
                "signIn", [:],
                .members([
                    "login": .string(login), "password": .string(form["password"] ?? ""),
                    "code": form.filled("code").map(JSONValue.string),
                ]), visit)
            return .see(to ?? .home, headers: answer.headers)
        } catch IdentityFault.codeNeeded {
            return .page(signInPage(.code, to: to, login: login, trouble: trouble(IdentityFault.codeNeeded, visit)))
        } catch IdentityFault.passwordChangeNeeded {
            let trouble = trouble(IdentityFault.passwordChangeNeeded, visit)
            return .page(signInPage(.change, to: to, login: login, trouble: trouble))
        } catch let fault as IdentityFault {
            let door: SignInPage.Door = form.filled("code") == nil ? .password : .code
            return .page(
                signInPage(door, to: to, login: login, trouble: trouble(fault, visit)), status: fault.status)
        } catch let fault as APIFault {
            return .page(
                signInPage(to: to, login: login, trouble: trouble(fault, visit)), status: status(of: fault, visit))
        }
    }

    private func changePassword(_ form: Fields, _ visit: Visit) async throws -> Outcome {
        let login = form["login"] ?? ""
        do {
            let answer = try await perform(
                "changePassword", [:],
                .members([
                    "login": .string(login), "password": .string(form["password"] ?? ""),
                    "code": form.filled("code").map(JSONValue.string), "new": .string(form["new"] ?? ""),
                ]), visit)
            return .see(.home, headers: answer.headers)
        } catch {
            // Whoever is signed in stays where they were.
            if visit.principal != nil {
                let door: Door = form.filled("code") == nil ? .password : .passwordAndCode
                return try await accessPage(visit, refused: error, at: door)
            }
            guard let trouble = trouble(error, visit) else { throw error }
            return .page(signInPage(.change, to: nil, login: login, trouble: trouble), status: .unprocessableContent)
        }
    }

    private func useLink(_ text: String, _ form: Fields, _ visit: Visit) async throws -> Outcome {
        let what: AskPage.What
        do { what = try await asked(text) } catch let fault as IdentityFault { return spent(fault, visit) }
        do {
            switch what {
            case .administrator:
                let answer = try await perform(
                    "becomeAdministrator", [:],
                    .members([
                        "link": .string(text), "login": .string(form["login"] ?? ""),
                        "name": .string(form["name"] ?? ""), "password": .string(form["password"] ?? ""),
                    ]), visit)
                return .see(.home, headers: answer.headers)
            case .choose:
                try await perform(
                    "choosePassword", [:],
                    .members(["link": .string(text), "password": .string(form["password"] ?? "")]), visit)
                return try await signIn(after: text, form, visit)
            case .enter:
                let answer = try await perform("redeemLink", [:], .members(["link": .string(text)]), visit)
                return .see(.home, headers: answer.headers)
            case .forgotten, .forgottenWithoutMail, .sent, .resetSent, .spent: throw RoomFault.notFound
            }
        } catch let fault as IdentityFault {
            if fault.endsLink { return spent(fault, visit) }
            var more: [IdentityFault] = []
            if case .administrator = what {
                more = Identity.faults(
                    login: form["login"] ?? "", name: form["name"] ?? "", password: form["password"] ?? "")
            }
            return .page(askedAgain(what, form, trouble(fault, and: more, visit)), status: fault.status)
        } catch let fault as APIFault {
            return .page(askedAgain(what, form, trouble(fault, visit)), status: status(of: fault, visit))
        }
    }

    /// Lets in whoever has just chosen their password, by the same door as everybody: where a second factor stands, it asks
    /// for that.
    private func signIn(after link: String, _ form: Fields, _ visit: Visit) async throws -> Outcome {
        let account = try await service.identity.account(RecordID(service.identity.link(link).whom.id))
        guard let login = account.login else {
            return .page(signInPage(to: nil, news: visit.reader(.passwordChosen)))
        }
        return try await signIn(Fields([("login", login), ("password", form["password"] ?? "")]), nil, visit)
    }

    /// With all that was filled in but passwords.
    private func askedAgain(_ what: AskPage.What, _ form: Fields, _ trouble: Trouble?) -> AskPage {
        AskPage(what, trouble: trouble, login: form["login"] ?? "", name: form["name"] ?? "")
    }
}

extension Rooms {
    private func status(of fault: APIFault, _ visit: Visit) -> HTTPResponse.Status {
        fault.problem(in: visit.reader.language, service.zone).status
    }
}
