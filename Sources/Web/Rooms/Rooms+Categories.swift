import Desk
import Domain
import Pages
import Phrases
import Wire

extension Rooms {
    /// Categories that a policy grades, each under what its record belongs to, else under its policy.
    ///
    /// A customer is offered those whose grade deals with the matter itself; a channel, or a step of ours, is nothing that
    /// anybody asks for. A category's record may say otherwise.
    func categories(_ visit: Visit) async throws -> [ChoiceGroup] {
        var graded: [(id: RecordID, grade: Grade, policy: Policy)] = []
        var seen: Set<RecordID> = []
        for policy in newestPolicies.map(\.policy) {
            for grade in policy.grades {
                for id in grade.categories.map({ RecordID($0.rawValue) }) where seen.insert(id).inserted {
                    graded.append((id, grade, policy))
                }
            }
        }
        let records = try await desk.records(.category, seen)
        let parents = try await desk.records(.category, Set(records.values.compactMap { $0.id("parent") }))
        let (language, words) = (visit.reader.language, visit.reader.words)
        var groups: [(title: String, choices: [QueuePage.Choice])] = []
        for (id, grade, policy) in graded {
            let record = records[id]
            let isOffered = record?.flag("customers") ?? grade.dealsWithTheMatter
            if visit.isCustomer, !isOffered || record?.isRetired ?? false { continue }
            let parent = record?.id("parent").flatMap { parents[$0] }
            let title = parent?.title?.text(language) ?? words.title(of: policy)
            let choice = QueuePage.Choice(
                id: id.rawValue,
                title: record?.title?.text(language) ?? words.word(nil, id.rawValue, in: policy))
            if let place = groups.firstIndex(where: { $0.title == title }) {
                groups[place].choices.append(choice)
            } else {
                groups.append((title, [choice]))
            }
        }
        return groups.map { ChoiceGroup(title: $0.title, choices: $0.choices) }
    }

    /// A category that somebody says the matter is of. One that no policy grades is none: the ticket would stay as it is.
    func graded(category: String?) throws -> String {
        guard let category else { throw APIFault.shape([SchemaFault("/category", .missing(.text))]) }
        let isGraded = newestPolicies.contains { policy in
            policy.policy.grades.contains { $0.categories.contains { $0.rawValue == category } }
        }
        guard isGraded else { throw APIFault.shape([SchemaFault("/category", .noneOf([], nearest: nil))]) }
        return category
    }
}
