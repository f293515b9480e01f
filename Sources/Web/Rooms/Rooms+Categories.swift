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
        var groups: [(title: String, choices: [QueuePage.Choice])] = []
        var seen: Set<String> = []
        for policy in newestPolicies {
            for grade in policy.policy.grades {
                for id in grade.categories.map(\.rawValue) where seen.insert(id).inserted {
                    let record = try await desk.record(.category, RecordID(id))
                    let isOffered = record?.flag("customers") ?? grade.dealsWithTheMatter
                    if visit.isCustomer, !isOffered || record?.isRetired ?? false { continue }
                    let title =
                        try await group(of: record, visit) ?? visit.reader.words.title(of: policy.policy)
                    let choice = QueuePage.Choice(
                        id: id,
                        title: record?.title?.text(visit.reader.language)
                            ?? visit.reader.words.word(nil, id, in: policy.policy))
                    if let place = groups.firstIndex(where: { $0.title == title }) {
                        groups[place].choices.append(choice)
                    } else {
                        groups.append((title, [choice]))
                    }
                }
            }
        }
        return groups.map { ChoiceGroup(title: $0.title, choices: $0.choices) }
    }

    private func group(of record: Record?, _ visit: Visit) async throws -> String? {
        guard let parent = record?.id("parent") else { return nil }
        return try await desk.record(.category, parent)?.title?.text(visit.reader.language)
    }

    /// What gives a ticket its category, and with it the grades that the policies in force give that category. Of one that
    /// no policy grades nothing is made: it would stay as it is.
    func given(category: String?) -> JSONValue {
        var grades: [JSONValue] = []
        for policy in newestPolicies {
            for grade in policy.policy.grades where grade.categories.contains(where: { $0.rawValue == category }) {
                grades.append(
                    .members([
                        "policy": .string(policy.version.id.rawValue), "grade": .string(grade.id.rawValue),
                    ]))
            }
        }
        return .members(["category": category.map(JSONValue.string), "grades": .array(grades)])
    }
}
