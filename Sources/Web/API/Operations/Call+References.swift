import Desk
import Domain
import Phrases
import Wire

// What a request names has to be there. Commands to the desk check what rules rest on; these are for people alone.

extension Call {
    /// - Parameters:
    ///   - kinds: what such a person may be; the first is named where there is nobody.
    ///   - place: the pointer of the name; nothing is asked where there is none.
    func requirePerson(
        _ id: String?, _ kinds: [RecordKind] = [.agent, .provider], at place: String
    ) async throws {
        guard let id else { return }
        for kind in kinds where try await desk.record(kind, RecordID(id)) != nil { return }
        throw APIFault.shape([SchemaFault(place, .noSuch(.record(kinds[0], RecordID(id))))])
    }

    /// What is put on a list of a ticket; a tag need not be one of the company's.
    func require(_ item: String, of listing: Listing) async throws {
        switch listing {
        case .tag: return
        case .follower: try await requirePerson(item, [.agent, .contact], at: "{item}")
        case .related, .duplicate, .blocks:
            if try await desk.standing(of: TicketID(item)) == nil {
                throw APIFault.shape([SchemaFault("{item}", .noSuch(.ticket(TicketID(item))))])
            }
        }
    }
}
