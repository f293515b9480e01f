import Domain
import PolicyLanguage
import Support
import Testing
import Yams

/// Gives every id of a policy another name, in the tree of its file, so that the whole way from text to due is walked.
final class Renamer {
    private var names: [String: String] = [:]
    private var chance: Seed

    init(_ seed: Seed) { chance = seed }

    /// The same word gets the same name, whichever kind of thing it names.
    func name(_ old: String) -> String {
        if let name = names[old] { return name }
        let letters = (0..<chance.count(1...8)).map { _ in chance.one(of: Array("abcdefghijklmnopqrstuvwxyz0123456789"))
        }
        let name = String(letters) + "-\(names.count)"
        names[old] = name
        return name
    }

    func renamed(_ text: String) throws -> String {
        guard case .mapping(var root)? = try Yams.compose(yaml: text) else { return text }
        root["policy"] = renamedScalar(root["policy"])
        for key in ["calendars", "roles"] { root[key] = renamedKeys(root[key]) }
        if let ladders = renamedKeys(root["ladders"])?.mapping {
            root["ladders"] = mapped(ladders) { mutateRungs($0) }
        }
        if let grades = renamedKeys(root["grades"])?.mapping {
            root["grades"] = mapped(grades) { renamedGrade($0) }
        }
        if var scorecard = root["scorecard"]?.mapping {
            for key in ["targets", "reports"] { scorecard[key] = renamedKeys(scorecard[key]) }
            root["scorecard"] = .mapping(scorecard)
        }
        if var guarantees = root["guarantees"]?.mapping {
            guarantees["deposits"] = renamedKeys(guarantees["deposits"])
            root["guarantees"] = .mapping(guarantees)
        }
        return try Yams.serialize(node: .mapping(root), width: -1, allowUnicode: true)
    }

    private func renamedGrade(_ node: Yams.Node) -> Yams.Node {
        guard var grade = node.mapping else { return node }
        if let categories = grade["for"] { grade["for"] = renamedList(categories) }
        for key in ["calendar", "escalate"] { grade[key] = renamedLadder(grade[key]) }
        for key in ["gates", "duties"] { grade[key] = renamedKeys(grade[key]) }
        if let commitments = renamedKeys(grade["commitments"])?.mapping {
            grade["commitments"] = mapped(commitments) { node in
                guard var commitment = node.mapping else { return node }
                for key in ["calendar", "escalate"] { commitment[key] = renamedLadder(commitment[key]) }
                if let of = commitment["of"]?.string, of != "agreed" { commitment["of"] = Yams.Node(name(of)) }
                return .mapping(commitment)
            }
        }
        return .mapping(grade)
    }

    private func mutateRungs(_ node: Yams.Node) -> Yams.Node {
        guard let rungs = node.sequence else { return node }
        return Yams.Node(
            rungs.map { rung -> Yams.Node in
                guard var fields = rung.mapping else { return rung }
                fields["tell"] = renamedScalar(fields["tell"])
                return .mapping(fields)
            })
    }

    private func renamedLadder(_ node: Yams.Node?) -> Yams.Node? {
        node.map { $0.scalar == nil ? mutateRungs($0) : Yams.Node(name($0.string!)) }
    }

    private func renamedScalar(_ node: Yams.Node?) -> Yams.Node? { node?.string.map { Yams.Node(name($0)) } }

    private func renamedList(_ node: Yams.Node) -> Yams.Node {
        guard let list = node.sequence else { return renamedScalar(node)! }
        return Yams.Node(list.map { Yams.Node(name($0.string!)) })
    }

    private func renamedKeys(_ node: Yams.Node?) -> Yams.Node? {
        guard let mapping = node?.mapping else { return node }
        return Yams.Node(mapping.map { (Yams.Node(name($0.key.string!)), $0.value) })
    }

    private func mapped(_ mapping: Yams.Node.Mapping, _ change: (Yams.Node) -> Yams.Node) -> Yams.Node {
        Yams.Node(mapping.map { ($0.key, change($0.value)) })
    }
}

/// No id is known to the code: under other names the same promises are due, and judged alike.
struct RenamingTests {
    @Test(arguments: Seed.some(3))
    func `renaming every id of a policy changes nothing`(_ seed: Seed) throws {
        for id in Shipped.ids {
            let renamer = Renamer(seed)
            let text = try renamer.renamed(String(decoding: Shipped.bytes(id), as: UTF8.self))
            let other = Shipped.force(try policy(text))
            let own = try #require(Shipped.inForce[id])
            #expect(other.policy.id.rawValue == renamer.name(id))
            expectNoNameLeft(own.policy, other.policy)
            for line in Line.all where line.policy == id {
                let grade = GradeID(renamer.name(line.grade))
                let expect = line.expect.map { expected in
                    var renamed = expected
                    renamed.commitment = renamer.name(expected.commitment)
                    return renamed
                }
                #expect(
                    line.query.answers(other.terms(grade)).map { $0.expected(in: other.zone) } == expect, "\(line.id)")
                let (judged, renamed) = (clocks(line, own, GradeID(line.grade)), clocks(line, other, grade))
                #expect(judged.map(\.progress) == renamed.map(\.progress), "\(line.id)")
                #expect(
                    judged.map { renamer.name($0.key.commitment.rawValue) } == renamed.map(\.key.commitment.rawValue),
                    "\(line.id)")
            }
        }
    }

    private func expectNoNameLeft(_ own: Policy, _ other: Policy) {
        func ids(_ policy: Policy) -> Set<String> {
            var ids: Set = [policy.id.rawValue]
            ids.formUnion(policy.calendars.map(\.id.rawValue) + policy.roles.map(\.id.rawValue))
            for grade in policy.grades {
                ids.insert(grade.id.rawValue)
                ids.formUnion(grade.categories.map(\.rawValue) + grade.commitments.map(\.id.rawValue))
                ids.formUnion(
                    grade.commitments.map(\.calendar.rawValue)
                        + grade.commitments.flatMap(\.ladder).map(\.tell.rawValue))
            }
            return ids
        }
        #expect(ids(own).count == ids(other).count)
        #expect(ids(own).isDisjoint(with: ids(other)))
    }

    /// The line's events as facts of a ticket, judged a while after the last of them.
    private func clocks(_ line: Line, _ policy: PolicyInForce, _ grade: GradeID) -> [Clock] {
        let query = line.query
        var course = Course(received: query.received)
        let graded = GradeRef(policy: policy.version, grade: grade)
        course.evolve(.graded(graded, query.complexity, at: query.received))
        if let date = query.agreed { course.evolve(.happened(.agreed, at: query.received, .date(date))) }
        for (name, at) in query.events { course.evolve(.happened(name, at: at, .none)) }
        for (index, pause) in query.pauses.spans.enumerated() where pause.from >= query.received {
            course.evolve(.happened(.paused, at: pause.from, .waiting(index.isMultiple(of: 2) ? .customer : .evidence)))
            if let to = pause.to { course.evolve(.happened(.resumed, at: to, .none)) }
        }
        let last = course.facts.map(\.mark.at).max() ?? query.received
        return Judge(course, book: Book([policy]), now: last + .hours(100)).clocks()
    }
}
