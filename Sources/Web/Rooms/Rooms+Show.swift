import Desk
import Domain
import HTTPTypes
import Identity
import Pages
import Phrases
import Wire

extension Rooms {
    /// What is at an address, for whoever asks.
    func show(_ address: Address, _ visit: Visit) async throws -> Outcome {
        switch address {
        case .home:
            guard visit.principal != nil else { throw RoomFault.strangers }
            return .see(.queue())
        case .signIn(let to):
            if visit.principal != nil { return .see(to ?? .home) }
            return .page(signInPage(to: to))
        case .forgotten: return .page(AskPage(.forgotten))
        case .link(let text): return .page(AskPage(try asked(text)))
        case .queue(let view):
            try staff(visit)
            return .page(try await queue(view, visit))
        case .queueRows(let view, let ids):
            try staff(visit)
            return .part(QueueRows(try await queueRows(view, ids, visit)).html(visit.reader))
        case .file: throw RoomFault.notFound
        case .signOut, .look, .password, .entry, .signInProvider, .next, .deed:
            // These only take forms; whoever comes here by hand is led on.
            guard visit.principal != nil else { throw RoomFault.strangers }
            return .see(.home)
        default: throw RoomFault.notFound
        }
    }

    /// Only those who serve; a customer learns of nothing that is not theirs.
    func staff(_ visit: Visit) throws {
        guard let principal = visit.principal else { throw RoomFault.strangers }
        guard principal.customer == nil else { throw RoomFault.notFound }
        guard principal.may(.ticketsRead) else { throw RoomFault.forbidden }
    }

    func signInPage(
        _ door: SignInPage.Door = .password, to: Address?, login: String = "", trouble: Trouble? = nil,
        news: String? = nil
    ) -> SignInPage {
        SignInPage(
            door: door, to: to, login: login, hasProvider: service.identity.hasProvider, hasMail: desk.edges.mails,
            trouble: trouble, news: news)
    }

    /// What a link leads to.
    func asked(_ text: String) throws -> AskPage.What {
        switch try service.identity.link(text).purpose {
        case .administrator: .administrator(link: text)
        case .invitation, .reset: .choose(link: text)
        case .entry: .enter(link: text)
        }
    }
}
