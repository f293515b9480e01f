extension Record {
    /// What a command leads to; no events when nothing changes.
    ///
    /// A sealed text is always an event: nobody here can compare it with what it replaces.
    public func decide(_ command: Command, _ book: RecordBook) throws(Refusal) -> Decision {
        switch (command, state) {
        case (.put(let typed), .absent), (.put(let typed), .live): return try put(typed, book)
        case (.put, .retired): throw .retired(kind, id)
        case (.put, .erased), (.restore, .erased): throw .erased(kind, id)
        case (.retire, .absent), (.restore, .absent), (.erase, .absent): throw .noSuchRecord(kind, id)
        case (.retire, .live): return Decision([.retired])
        case (.restore, .retired): return Decision([.restored])
        case (.retire, .retired), (.retire, .erased), (.restore, .live), (.erase, .erased): return Decision([])
        case (.erase, .live), (.erase, .retired):
            // An account's texts go with its agent's.
            guard !kind.isCredential, book.fields(of: kind).contains(where: \.isPersonal) else {
                throw .nothingPersonal(kind)
            }
            return Decision([.erased])
        }
    }

    private func put(_ typed: [String: String?], _ book: RecordBook) throws(Refusal) -> Decision {
        let fields = book.fields(of: kind)
        var draft = Draft(before: self)
        for name in typed.keys.sorted() where !fields.contains(where: { $0.name == name }) {
            // What was sent by mistake may be as long as a book.
            draft.fault(String(name.prefix(40)), .unknown(nearest: nearest(to: name, among: fields.map(\.name))))
        }
        for field in fields { if let text = typed[field.name] { draft.put(field, text ?? "", book) } }
        for field in fields where field.isRequired && !draft.has(field.name) { draft.fault(field.name, .missing) }
        for rule in kind.rules { draft.check(rule) }
        guard draft.faults.isEmpty else { throw .faults(draft.faults) }
        return draft.decision
    }
}

/// What a put would lead to, while it is being read.
private struct Draft {
    let before: Record
    private(set) var faults: [FieldFault] = []
    private var after: Record
    private var values: [String: String?] = [:]
    private var personal: [String: Bool] = [:]
    private var texts: [Record.PersonalText] = []

    init(before: Record) {
        self.before = before
        after = before
    }

    /// A record that is put for the first time is told even when all its fields are blank.
    var decision: Record.Decision {
        let isChange = !values.isEmpty || !personal.isEmpty || before.state == .absent
        return Record.Decision(isChange ? [.put(values: values, personal: personal)] : [], texts: texts)
    }

    func has(_ name: String) -> Bool { after.values[name] != nil || after.personal.contains(name) }

    /// One cause a field is enough: a field that can't be read is not missing too.
    mutating func fault(_ field: String, _ cause: FieldFault.Cause) {
        if !faults.contains(where: { $0.field == field }) { faults.append(FieldFault(field, cause)) }
    }

    mutating func put(_ field: RecordField, _ typed: String, _ book: RecordBook) {
        let text: String?
        do throws(FieldFault.Cause) { text = try field.type.read(typed, zones: book.zones) } catch {
            return fault(field.name, error)
        }
        if field.isSealed {
            if let text { texts.append(Record.PersonalText(field: field.name, text: text)) }
            guard text != nil || before.personal.contains(field.name) else { return }
            personal[field.name] = text != nil
            if text == nil { after.personal.remove(field.name) } else { after.personal.insert(field.name) }
        } else if text != before.values[field.name] {
            // What stands already is not asked again: a reference may have been retired since.
            text.map { checkReferences($0, field, book) }
            if before.kind == .webhook, field.name == "kinds" { checkSubjects(text ?? "", field, book) }
            values[field.name] = .some(text)
            after.values[field.name] = text
        }
    }

    /// One that never happens would be waited for in silence.
    private mutating func checkSubjects(_ text: String, _ field: RecordField, _ book: RecordBook) {
        for word in text.split(separator: " ").map(String.init) where !book.subjects.contains(word) {
            fault(field.name, .notOneOf(book.subjects, nearest: nearest(to: word, among: book.subjects)))
        }
    }

    private mutating func checkReferences(_ text: String, _ field: RecordField, _ book: RecordBook) {
        let kind: RecordKind
        switch field.type {
        case .reference(let of), .references(let of): kind = of
        default: return
        }
        let held = before.values[field.name].map { Set($0.split(separator: " ")) } ?? []
        for word in text.split(separator: " ") where !held.contains(word) {
            let id = RecordID(word)
            if kind == before.kind, id == before.id {
                fault(field.name, .itself)
            } else if !book.exists(kind, id) {
                fault(field.name, .noSuch(kind, id))
            }
        }
    }

    /// Fields with a fault of their own are left out: what they would have been is unknown.
    mutating func check(_ rule: RecordRule) {
        switch rule {
        case .anyOf(let names):
            if areSound(names), !names.contains(where: has) { fault(names[0], .needsOneOf(names)) }
        case .together(let a, let b):
            if areSound([a, b]), has(a) != has(b) { fault(has(a) ? b : a, .missing) }
        case .required(let name, let other, let value):
            if areSound([other]), after.values[other] == value, !has(name) { fault(name, .missing) }
        case .sameCurrency(let a, let b):
            guard areSound([a, b]), let mine = after.money(a), let other = after.money(b) else { return }
            if mine.currency != other.currency { fault(a, .otherCurrency(than: b)) }
        case .ordered(let a, let b):
            guard areSound([a, b]) else { return }
            if let from = after.instant(a), let to = after.instant(b), to <= from { fault(b, .notAfter(a)) }
            if let from = after.day(a), let until = after.day(b), until < from { fault(b, .notAfter(a)) }
        }
    }

    private func areSound(_ names: [String]) -> Bool { !faults.contains { names.contains($0.field) } }
}
