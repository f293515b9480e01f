import Crypto
import Desk
import Domain
import Foundation

/// People's keys as a node knows them. A key never changes; whether it is still there is checked where a batch is
/// written.
struct PostgresVault {
    private struct Keyed {
        let id: Int64
        let key: SymmetricKey
    }
    private var keys: [PersonID: Keyed] = [:]
    private var nonces = Nonces()
    private static let keysAtMost = 50_000

    func id(_ person: PersonID) -> Int64? { keys[person]?.id }

    mutating func forget(_ ids: Set<Int64>) { keys = keys.filter { !ids.contains($0.value.id) } }

    func missing(_ people: some Sequence<PersonID>) -> [PersonID] {
        var seen: Set<PersonID> = []
        return people.filter { keys[$0] == nil && seen.insert($0).inserted }
    }

    /// Looks people up, and gives a key to those that have none yet; one that nothing is sealed with does no harm.
    static func load(_ people: [PersonID], _ link: Link) throws -> [(person: PersonID, id: Int64, key: [UInt8]?)] {
        var names = Column()
        for person in people { names.add(person.rawValue) }
        // The key is made over there, from 244 bits of chance, so that it stands in no statement that a server may log.
        var sql = Array(
            """
            INSERT INTO person (name, key)
            SELECT name, sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) FROM unnest(
            """.utf8)
        names.write(to: &sql)
        sql +=
            "::text[]) AS n (name) ON CONFLICT (name) DO NOTHING; SELECT id, name, key FROM person WHERE name = ANY("
            .utf8
        names.write(to: &sql)
        sql += "::text[])".utf8
        sql.append(0)
        let answer = try link.run(sql.map { CChar(bitPattern: $0) })[1]
        return (0..<answer.count).map { row in
            (
                PersonID(rawValue: answer.text(row, 1)), answer.int(row, 0),
                answer.isNull(row, 2) ? nil : answer.blob(row, 2)
            )
        }
    }

    mutating func learn(_ known: [(person: PersonID, id: Int64, key: [UInt8]?)]) {
        if keys.count + known.count > Self.keysAtMost { keys = [:] }
        for case (let person, let id, let key?) in known { keys[person] = Keyed(id: id, key: SymmetricKey(data: key)) }
    }

    /// - Parameter put: takes part, person's number and box.
    mutating func seal(_ draft: Draft, put: (Int, Int64, Data) throws -> Void) throws {
        guard let person = draft.person, !draft.texts.isEmpty else { return }
        guard let keyed = keys[person] else { throw StoreError.failed(operation: "sealing", cause: "no key") }
        let place = TextBox.Place(stream: draft.stream.description, version: draft.version, person: person)
        try TextBox.seal(draft.texts, place, keyed.key, &nonces) { part, box in try put(part, keyed.id, box) }
    }
}
