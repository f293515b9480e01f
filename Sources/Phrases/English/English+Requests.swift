import Domain

extension English {
    func words(for refusal: Refusal, in zone: Zone) -> (cause: String, cure: String) {
        switch refusal {
        case .ticket(_, let refusal): words(for: refusal, in: zone)
        case .incident(_, let refusal): words(for: refusal, in: zone)
        case .record(let refusal): words(for: refusal)
        case .noSuch(let stream): ("There is no \(name(stream)).", "Check the id, or make it first.")
        case .changed(let stream, let version):
            (
                "The \(name(stream)) has changed meanwhile; its version is \(version).",
                "Read it again, then send the change with that version."
            )
        case .exists(let stream): ("The \(name(stream)) exists already.", "Use it, or choose another id.")
        case .ofAnotherCustomer(let stream):
            ("The \(name(stream)) belongs to another customer.", "Choose one of the ticket's own customer.")
        case .noSuchGrade(let policy, let grade, let nearest):
            (
                "The policy “\(policy)” has no grade “\(grade)”.",
                nearest.map { "Write “\($0)”." } ?? "Choose one of its grades."
            )
        case .noSuchPolicy(let policy, let nearest):
            ("No policy “\(policy)” is in force.", nearest.map { "Write “\($0)”." } ?? "Put it in force first.")
        case .versionTaken(let version):
            (
                "Version “\(version.version)” of the policy “\(version.id)” stands already with other contents.",
                "Give the file a version of its own."
            )
        case .policyUnreadable(let fault):
            ("The policy can't be read: \(fault).", "Correct it; “yinuo policy check” tells every fault.")
        case .receivedAhead(let received, let now):
            words(for: Ticket.Refusal.ahead(occurred: received, now: now), in: zone)
        case .receivedTooFarBack(let received, let earliest):
            words(for: Ticket.Refusal.tooFarBack(occurred: received, earliest: earliest), in: zone)
        case .keyReused(let key):
            ("The key “\(key)” was used for another request.", "Use a new key for each new request.")
        case .badKey: ("The key of the request is empty or too long.", "Use a short one, such as a UUID.")
        case .textTooLong(let field, let bytes, let most):
            ("The text “\(field)” has \(bytes) bytes; \(most) are allowed.", "Shorten it, or split it over several.")
        case .badField(let field):
            (
                field.isEmpty ? "The name of a text is empty." : "“\(field)” can't name a text.",
                "Use 1 to 64 visible ASCII characters, without blanks."
            )
        case .erased(let person):
            (
                "The personal data of the \(name(person)) has been erased.",
                "Nothing personal can be kept here again; make a new record."
            )
        case .entryTooLong(let bytes):
            ("The entry has \(bytes) bytes, more than the journal takes.", "Spread it over several requests.")
        case .notAnOccasion:
            (
                "The request records nothing that its texts could belong to.",
                "Leave the texts out, or record a message or a note with them."
            )
        case .badContacts:
            (
                "Contacts are told by a channel and a number from 1 to \(AnsweredAtOnce.most).",
                "Name the channel, and tell large numbers in parts."
            )
        case .badID(let id):
            (
                id.isEmpty ? "The id is empty." : "“\(id)” can't be an id.",
                "Use 1 to 64 letters, digits, dots, underscores and hyphens; begin with a letter or a digit."
            )
        }
    }

    private func name(_ stream: StreamID) -> String {
        switch stream.kind {
        case .desk: "desk"
        case .policy: "policy “\(stream.id)”"
        case .ticket: "ticket “\(stream.id)”"
        case .incident: "incident “\(stream.id)”"
        case .ledger: "ledger “\(stream.id)”"
        case .contacts: "record of contacts “\(stream.id)”"
        case .access: "access “\(stream.id)”"
        case .record(let kind): "\(self.kind(kind)) “\(stream.id)”"
        }
    }

    private func name(_ person: PersonID) -> String { StreamID(person.rawValue).map(name) ?? "person “\(person)”" }
}
