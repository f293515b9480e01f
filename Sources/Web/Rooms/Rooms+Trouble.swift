import Desk
import Domain
import Pages
import Phrases
import Wire

extension Rooms {
    /// The cause and the cure, in the reader's language where the desk has them, with the field that is meant.
    func trouble(_ error: any Error, _ visit: Visit) -> Trouble? {
        guard var trouble = bare(error, visit) else { return nil }
        // No browser sends them again, and nothing else says that they are gone.
        if visit.filesSent > 0 { trouble.cure += " " + visit.reader(.filesAgain) }
        return trouble
    }

    private func bare(_ error: any Error, _ visit: Visit) -> Trouble? {
        let words = visit.reader.words
        switch error {
        case let fault as RoomFault: return room(fault, visit)
        // A field of an attachment is a name that nobody but the journal knows.
        case Refusal.textTooLong(let field, _, _) where Attachment.isPart(field):
            return room(.filesTooLarge, visit)
        case Refusal.ticket(_, .goingDownNeedsReason):
            guard let refusal = error as? Refusal else { return nil }
            return Trouble(words.words(for: refusal, in: service.zone), field: "reason")
        case let refusal as Refusal:
            return Trouble(words.words(for: refusal, in: service.zone), field: refusal.field(visit.form))
        case let fault as IdentityFault:
            return Trouble(words.words(for: fault, in: service.zone), field: fault.field(visit.form))
        case let fault as ServiceFault: return Trouble(words.words(for: fault))
        case APIFault.figures(let refusal): return Trouble(words.words(for: refusal, in: service.zone))
        case APIFault.shape(let faults): return shape(faults, visit)
        default: return nil
        }
    }

    private func room(_ fault: RoomFault, _ visit: Visit) -> Trouble? {
        let words = visit.reader.words
        switch fault {
        case .program(let name):
            return Trouble(cause: words.filled(.programCause, name), cure: visit.reader(.programCure))
        case .tooManyFiles(let count):
            return Trouble(
                cause: words.filled(.filesMany, String(count)),
                cure: words.filled(.filesManyCure, String(Multipart.filesAtMost)))
        case .fileTooLarge(let name):
            return Trouble(
                cause: words.filled(.fileLarge, name, Self.mebibytes(Desk.Request.attachmentBytesAtMost)),
                cure: visit.reader(.fileLargeCure))
        case .filesTooLarge:
            return Trouble(
                cause: words.filled(.filesLarge, Self.mebibytes(Desk.Request.bytesAtMost)),
                cure: visit.reader(.filesLargeCure))
        case .noCustomer(let sought):
            return Trouble(
                cause: words.filled(.customerNone, sought), cure: visit.reader(.customerNoneCure), field: "customer")
        case .severalCustomers(let sought, let count, let called):
            return Trouble(
                cause: words.filled(.customerSeveral, sought, String(count)),
                cure: words.filled(.customerSeveralCure, words.row(called)), field: "customer")
        case .untoldWait:
            return Trouble(cause: visit.reader(.waitUntold), cure: visit.reader(.waitUntoldCure), field: "text")
        case .door(let fault, let door):
            guard let (cause, cure) = door.words(fault) else { return bare(fault, visit) }
            return Trouble(cause: visit.reader(cause), cure: visit.reader(cure), field: door.field)
        case .notFound, .forbidden, .staleForm, .strangers, .method, .tooMany: return nil
        }
    }

    private static func mebibytes(_ bytes: Int) -> String { "\(bytes >> 20) MiB" }

    // MARK: Fields

    /// All of them, one for each field: whoever mends the first wants no other round for the second.
    private func shape(_ faults: [SchemaFault], _ visit: Visit) -> Trouble {
        var all: [Trouble] = []
        for fault in faults {
            let told = Self.told(fault, visit.reader)
            if !all.contains(where: { $0.field == told.field }) { all.append(told) }
        }
        return Self.together(all)
            ?? Trouble(cause: visit.reader(.badForm), cure: visit.reader(.fieldMissing))
    }

    /// - Returns: nil for none.
    private static func together(_ troubles: [Trouble]) -> Trouble? {
        var first = troubles.first
        first?.others = Array(troubles.dropFirst())
        return first
    }

    /// What a link's form is refused for, with what else it would be refused for next.
    func trouble(_ fault: IdentityFault, and others: [IdentityFault], _ visit: Visit) -> Trouble? {
        var told = trouble(fault, visit)
        told?.others += others.filter { $0 != fault }.compactMap { bare($0, visit) }
        return told
    }

    private static func told(_ fault: SchemaFault, _ reader: Reader) -> Trouble {
        let words = reader.words
        let member = fault.pointer.split(separator: "/").first.map(String.init) ?? ""
        // Marks that are not there stand at no member.
        guard let (name, label) = field(of: fault.fault == .noMark ? Rating.field : member, reader) else {
            return Trouble(words.words(for: fault.fault))
        }
        return Trouble(Self.words(for: fault.fault, label, words), field: name)
    }

    /// The field of a form that a member of an operation comes from, and what stands beside it.
    private static func field(of member: String, _ reader: Reader) -> (name: String, label: String)? {
        switch member {
        case "customer": return (member, reader(.forCustomer))
        case "subject": return (member, reader(.subject))
        case "text": return (member, reader(.text))
        case "category": return (member, reader(.questionKind))
        case "urgency": return (member, reader(.questionLevel))
        case "reach": return (member, reader(.questionReach))
        case "with": return ("act", reader(.replyAs))
        case "mentions": return ("mention", reader(.mention))
        case "reason": return (member, reader(.categoryReason))
        case "minutes": return (member, reader(.minutes))
        case "by": return (member, reader(.labourBy))
        case "team": return (member, reader(.toTeam))
        case "waiting": return (member, reader(.waitFor))
        case "into": return ("other", reader(.intoTicket))
        case "{item}": return ("other", reader(.otherTicket))
        case "grades": return ("grade", reader(.splitGrade))
        case "login": return (member, reader(.login))
        case "name": return (member, reader(.yourName))
        case "password": return (member, reader(.password))
        case "new": return (member, reader(.newPassword))
        case "code": return (member, reader(.code))
        case "email": return (member, reader(.email))
        case Rating.field: return (member, reader(.rateTitle))
        default:
            guard let dimension = Rating.Dimension(rawValue: member) else { return nil }
            return (member, reader(dimension.word))
        }
    }

    /// A program is told of members and types; a person, of what they see.
    private static func words(
        for fault: FormFault, _ label: String, _ words: any Wording
    ) -> (cause: String, cure: String) {
        switch fault {
        case .missing, .length(0, _): return (words.filled(.fieldEmpty, label), words.form(.fieldEmptyCure))
        case .length(let count, let range) where count > range.upperBound:
            return (
                words.filled(.fieldLong, label, String(count)), words.filled(.fieldLongCure, String(range.upperBound))
            )
        case .number(let range):
            return (
                words.filled(.fieldNumber, label),
                words.filled(.fieldNumberCure, String(range.lowerBound), String(range.upperBound))
            )
        // It says by itself what is meant.
        case .noMark: return words.words(for: fault)
        case .noneOf: return (words.filled(.fieldChoice, label), words.form(.fieldChoiceCure))
        default:
            let (cause, cure) = words.words(for: fault)
            return (words.labelled(label, cause), cure)
        }
    }
}

extension Refusal {
    /// The field of a form that it is about: the other ticket, where the form names one.
    fileprivate func field(_ form: Fields?) -> String? {
        guard let named = form?.filled("other") else { return nil }
        let other = Rooms.ticket(named)
        let isAboutOther =
            switch self {
            case .noSuch(let stream): stream.kind == .ticket && stream.id == other
            case .ticket(_, .otherCustomer), .ticket(_, .cannotMergeWithItself), .ticket(_, .cannotLinkToItself): true
            case .ticket(let id, .alreadyEnded), .ticket(let id, .mergedInto): id.rawValue == other
            default: false
            }
        return isAboutOther ? "other" : nil
    }
}

extension IdentityFault {
    /// The field of a form that it is about.
    fileprivate func field(_ form: Fields?) -> String? {
        switch self {
        case .badLogin, .loginTaken: "login"
        case .hasAccount: "agent"
        case .noSuch(let stream) where stream.id == form?["agent"]: "agent"
        case .weakPassword: form?["new"] == nil ? "password" : "new"
        default: nil
        }
    }

    /// Whether a link that was refused so is good for nothing more.
    var endsLink: Bool {
        switch self {
        case .unknownOrWrong, .expired, .revoked, .usedBefore, .disabled, .noSuch: true
        default: false
        }
    }
}

/// Where a key is shown. What a stranger is told at the front door helps nobody at the others, who are known or were
/// invited already.
enum Door: Sendable {
    /// A code of a second factor, by whoever is signed in.
    case code
    /// The password that is to be changed, alone or with a code.
    case password, passwordAndCode
    /// A link that shows a ticket.
    case ticketLink
    /// A link that lets somebody in, or choose a password.
    case link

    /// Nil where the words for all doors do.
    func words(_ fault: IdentityFault) -> (FormWord, FormWord)? {
        switch (self, fault) {
        case (.code, .unknownOrWrong): (FormWord.codeWrong, FormWord.codeCure)
        case (.password, .unknownOrWrong): (FormWord.currentWrong, FormWord.currentCure)
        case (.passwordAndCode, .unknownOrWrong): (FormWord.currentOrCodeWrong, FormWord.currentCure)
        case (.ticketLink, .unknownOrWrong): (FormWord.ticketLinkWrong, FormWord.ticketLinkCure)
        case (.ticketLink, .expired), (.ticketLink, .revoked): (FormWord.ticketLinkOver, FormWord.ticketLinkCure)
        case (.link, .unknownOrWrong): (FormWord.linkWrong, FormWord.linkCure)
        case (.link, .expired), (.link, .revoked), (.link, .noSuch): (FormWord.linkOver, FormWord.linkCure)
        case (.link, .usedBefore): (FormWord.linkUsed, FormWord.linkCure)
        default: nil
        }
    }

    fileprivate var field: String? {
        switch self {
        case .code: "code"
        case .password, .passwordAndCode: "password"
        case .ticketLink, .link: nil
        }
    }
}
