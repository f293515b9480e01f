import Domain

extension English {
    func words(for refusal: Record.Refusal) -> (cause: String, cure: String) {
        switch refusal {
        case .faults(let faults):
            ("These fields can't be kept: \(and(faults.map { quoted($0.field) })).", "Correct each as it says.")
        case .noSuchRecord(let kind, let id): noSuch(kind, id)
        case .retired(let kind, let id): ("The \(self.kind(kind)) “\(id)” is retired.", "Restore it first.")
        case .erased(let kind, let id):
            ("The personal data of the \(self.kind(kind)) “\(id)” has been erased.", "Make a new record.")
        case .nothingPersonal(let kind):
            ("Records of the kind “\(self.kind(kind))” hold no personal data.", "Retire it instead.")
        case .credential(let kind):
            (
                "Records of the kind “\(self.kind(kind))” let people in, so they are not kept as tables.",
                "Use yinuo account."
            )
        }
    }

    func words(for cause: FieldFault.Cause) -> (cause: String, cure: String) {
        switch cause {
        case .unknown(let nearest): ("There is no such field.", nearest.map { "Write “\($0)”." } ?? "Remove it.")
        case .missing: ("A value is missing.", "Fill it in.")
        case .needsOneOf(let fields):
            ("None of \(and(fields.map(quoted))) has a value.", "Fill in at least one of them.")
        case .tooLong(let most): ("The text is longer than \(most) characters.", "Shorten it.")
        case .tooMany(let most): ("The list has more than \(most) entries.", "Shorten it.")
        case .unreadable(.text): ("The text holds control characters.", "Type it anew.")
        case .unreadable(let type): ("This is not \(name(type)).", "Write for example: \(example(of: type)).")
        case .notOneOf(let known, let nearest):
            ("This is none of the choices.", nearest.map { "Write “\($0)”." } ?? "Use \(or(known.map(quoted))).")
        case .outOfRange(let range):
            ("The number is out of range.", "Use one from \(range.lowerBound) to \(range.upperBound).")
        case .instant(let fault): words(for: fault)
        case .zone(let fault): words(for: fault)
        case .noSuch(let kind, let id): noSuch(kind, id)
        case .itself: ("The record refers to itself.", "Choose another one.")
        case .notAfter(let field): ("It does not come after “\(field)”.", "Choose a later time, or change “\(field)”.")
        case .otherCurrency(let field): ("The currency is not that of “\(field)”.", "Use the same currency in both.")
        }
    }

    func words(for fault: ImportFault) -> (cause: String, cure: String) {
        let column = fault.column ?? "id"
        switch fault.cause {
        case .unknownColumn(let nearest):
            return (
                "No field is called “\(column)”.", nearest.map { "Write “\($0)”." } ?? "Remove the column."
            )
        case .columnTwice: return ("“\(column)” stands there twice.", "Keep one of them.")
        case .noIDColumn: return ("The column “id” is missing.", "Add it; it names each record.")
        case .tooManyColumns(let most): return ("There are more than \(most) columns.", "Keep those of fields only.")
        case .tooLong(let bytes):
            return ("The row is longer than \(bytes) bytes.", "Shorten its texts, or close a quote that stays open.")
        case .strayQuote:
            return (
                "A quote stands within a cell that is not quoted.", "Quote the whole cell and double quotes inside."
            )
        case .unclosedQuote: return ("A quote is never closed.", "Close it.")
        case .notText: return ("The row is not text in UTF-8.", "Save the file as UTF-8.")
        case .fieldCount(let count, let header):
            return ("The row has \(counted(count, "cell")), the header \(header).", "Quote cells that hold a comma.")
        case .notJSON(let byte): return ("From byte \(byte) on the line is not JSON.", "Write one object a line.")
        case .notAnObject: return ("The line is not an object.", "Write it like {\"id\": \"a-1\"}.")
        case .nested: return ("“\(column)” holds more than one value.", "Write a text, or a list of texts.")
        case .badID:
            return (
                "The id can't be used.",
                "Use 1 to 64 letters, digits, dots, underscores and hyphens; begin with a letter or a digit."
            )
        case .field(let cause): return words(for: cause)
        case .refused(let refusal): return words(for: refusal)
        }
    }

    func kind(_ kind: RecordKind) -> String {
        switch kind {
        case .customer: "customer"
        case .contact: "contact"
        case .contract: "contract"
        case .agent: "agent"
        case .team: "team"
        case .site: "site"
        case .provider: "provider"
        case .roster: "roster"
        case .shift: "shift"
        case .queue: "queue"
        case .category: "category"
        case .tag: "tag"
        case .field: "field"
        case .webhook: "webhook"
        case .account: "account"
        case .token: "token"
        case .session: "session"
        case .link: "ticket link"
        }
    }

    private func noSuch(_ kind: RecordKind, _ id: RecordID) -> (cause: String, cure: String) {
        ("There is no \(self.kind(kind)) “\(id)”.", "Make it first, or choose another one.")
    }

    private func name(_ type: FieldType) -> String {
        switch type {
        case .text: "a text"
        case .texts: "a list of texts"
        case .choice: "one of the choices"
        case .choices: "a list of choices"
        case .id: "a name"
        case .ids: "a list of names"
        case .reference: "the id of a record"
        case .references: "a list of ids"
        case .integer: "a whole number"
        case .money: "an amount of money"
        case .share: "a share"
        case .instant: "a date and time"
        case .day: "a date"
        case .flag: "yes or no"
        case .zone: "a time zone"
        case .hours: "a week of hours"
        case .url: "a web address"
        case .email: "a mail address"
        case .phone: "a telephone number"
        }
    }
}
