import Desk
import Domain

extension Identity {
    /// At most so many people of one address are sent a link.
    private static let peopleAtMost = 5

    /// Has links sent to the customers and contacts who have a mail address, each of whom gets in by the own one. It answers
    /// the same, and as fast, whether or not anybody has the address.
    ///
    /// Who was added within the last second may not be found yet: people are looked up in the search index.
    public func beginEntry(email: String, from address: String) {
        let wanted = email.lowercased()
        guard (3...320).contains(wanted.utf8.count), wanted.contains("@"), !wanted.contains("\""),
            requests.take("address " + address.prefix(64), desk.now, atMost: Throttle.anHourFromAddress)
        else { return }
        Task {
            try? await asking {
                for whom in try await people(wanted) where requests.take("whom \(whom)", desk.now) {
                    _ = try await makeLink(.entry, whom, IdentityTerms.entry, by: Identity.actor)
                }
            }
        }
    }

    private func people(_ email: String) async throws -> [StreamID] {
        var people: [StreamID] = []
        for kind in [RecordKind.contact, .customer] {
            var query = SearchQuery("\"\(email)\"", limit: SearchQuery.hitsAtMost)
            query.filters.kind = .record(kind)
            for hit in try await desk.search(query).hits where people.count < Self.peopleAtMost {
                // The index knows words; who has just this address the record says.
                guard try await desk.texts(of: hit.stream)["email"]?.lowercased() == email,
                    try await principal(of: hit.stream) != nil
                else { continue }
                people.append(hit.stream)
            }
        }
        return people
    }
}
