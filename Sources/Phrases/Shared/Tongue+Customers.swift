import Domain

// What customers read of promises: what it brings them, and not what we have to do for it.
extension Tongue {
    func plain(_ policy: Policy) -> Policy {
        var told = policy
        for (name, words) in plainEvents.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            let own = policy.events.first { $0.id == name }
            if own?.title?.text(language) != nil { continue }
            told.events.removeAll { $0.id == name }
            told.events.append(Word(id: name, title: Title([language: words])))
        }
        return told
    }

    func titled(_ policy: Policy) -> Policy {
        var told = policy
        for (place, grade) in policy.grades.enumerated() {
            let names = grade.commitments.map { or(events($0.needs, in: policy)) }
            for (index, commitment) in grade.commitments.enumerated() where commitment.title == nil {
                let isAlone = names.count { $0 == names[index] } == 1
                let name = isAlone ? names[index] : aside(names[index], word(commitment.id.rawValue, in: policy))
                told.grades[place].commitments[index].title = Title([language: name])
            }
        }
        return told
    }
}
