import Channels
import Desk
import Domain
import Identity
import Phrases
import Wire

/// Writes a letter at the moment it is sent, from the entry that it tells of and what the desk knows of whom it goes to. So
/// neither an address nor a link ever lies in the outbox, and who was erased meanwhile gets none.
struct Letters: Sendable {
    private let terms: MailTerms
    private let identity: Identity
    private let sender: MailSender
    /// How long a customer may read a ticket by the link of a letter.
    private static let reading = Duration.hours(30 * 24)

    init(_ terms: MailTerms, _ identity: Identity) {
        self.terms = terms
        self.identity = identity
        sender = MailSender(terms.server)
    }

    func deliver(_ message: Message, _ entry: Journal.Entry) async -> Delivery {
        do {
            guard let whom = StreamID(message.target), let reader = try await reader(whom) else { return .delivered }
            guard let letter = try await letter(message.subject, entry, reader) else {
                return .impossible(cause: "there is no letter for \(message.subject)")
            }
            let zone = await identity.desk.zone ?? .utc
            let text = wording(reader.language).letter(letter, in: zone)
            return await sender.send(
                MailMessage(
                    from: terms.from, to: reader.address, subject: text.subject, text: text.plain, html: text.html,
                    key: "\(message.key).\(whom.id)", date: entry.recorded, language: reader.language))
        } catch IdentityFault.expired {
            return .impossible(cause: "the link is no longer valid")
        } catch IdentityFault.revoked, IdentityFault.usedBefore, IdentityFault.disabled {
            // Another link took its place, or nobody is to come in by it: there is nothing to be told.
            return .delivered
        } catch {
            return .failed(cause: "what the letter says could not be looked up")
        }
    }

    private struct Reader {
        let address: MailAddress
        let language: Language
        /// Of an account.
        var login: String?
    }

    /// Nil for who has no address, or none any more: there is nobody to be told.
    private func reader(_ whom: StreamID) async throws -> Reader? {
        guard case .record(let kind) = whom.kind else { return nil }
        if kind == .account {
            let account = try await identity.account(RecordID(whom.id))
            var reader = try await reader(.record(.agent, account.agent))
            reader?.login = account.login
            return reader
        }
        guard let record = try await identity.desk.record(kind, RecordID(whom.id)), record.state == .live,
            let email = try await identity.desk.sealed(whom)["email"],
            let address = MailAddress(String(decoding: email, as: UTF8.self))
        else { return nil }
        let language = record.values["language"] ?? record.words("languages").first
        return Reader(address: address, language: language.flatMap(Language.init(rawValue:)) ?? terms.language)
    }

    /// - Throws: `expired`, `revoked`, `usedBefore`, `disabled` for a link that would be none any more.
    private func letter(_ subject: String, _ entry: Journal.Entry, _ reader: Reader) async throws -> Letter? {
        if case .access(.linkMade(let link, _)) = entry.event {
            let text = identity.text(of: link)
            _ = try await identity.usable(link: text)
            let address = terms.links.link(text)
            switch link.purpose {
            case .invitation:
                return reader.login.map { .invitation(login: $0, link: address, until: link.until) }
            case .reset: return reader.login.map { .reset(login: $0, link: address, until: link.until) }
            case .entry: return .entry(link: address, until: link.until)
            case .administrator: return nil
            }
        }
        if subject.hasPrefix("staff."), let news = Letter.StaffNews(rawValue: String(subject.dropFirst(6))) {
            let isTicket = entry.stream.kind == .ticket
            return .staff(
                news, about: entry.stream.kind == .desk ? nil : entry.stream.id,
                link: isTicket ? terms.links.ticket(entry.stream.id) : nil)
        }
        guard subject.hasPrefix("news."), let news = Letter.CustomerNews(rawValue: String(subject.dropFirst(5))) else {
            return nil
        }
        let ticket = TicketID(entry.stream.id)
        let text = try await identity.ticketLink(ticket, until: identity.desk.now + Self.reading)
        return .customer(news, ticket: ticket, link: terms.links.ticketLink(text))
    }
}
