import Domain

/// Every page and form of the desk: one enumeration reads what was asked for and prints every link, so no page can lead
/// to one that is not there.
public indirect enum Address: Hashable, Sendable {
    case home
    /// - Parameter to: where to go on.
    case signIn(to: Address? = nil)
    case signInProvider
    /// Where the company's identity provider sends people back to.
    case providerAnswer(code: String, state: String)
    case signOut
    /// Sets language, colours and density, and goes back to where it came from.
    case look
    /// Chooses another password where the old one has to go.
    case password
    case forgotten, entry
    /// How somebody comes in, for them to look after; with what one of its forms does.
    case access(Access? = nil)
    /// An invitation, a reset, a customer's way in.
    case link(String)
    /// A ticket that whoever has the link reads.
    case ticketLink(String)
    case queue(QueueView = QueueView())
    /// Rows of a view that changed, as HTML.
    case queueRows(QueueView, [TicketID])
    case next
    /// Keeps a view of the queue by name, or lets one go.
    case views
    /// - Parameter from: hits before the page.
    case search(String, from: Int = 0)
    /// News for whoever is signed in; a form of it marks all as read.
    case notices
    /// How many of them are not read, as HTML.
    /// - Parameter at: the ticket that is in front of whoever asks.
    case bell(at: TicketID? = nil)
    /// Who may sign in, for those who manage accounts; with what one of its forms does.
    case accounts(Account? = nil)
    case ticket(TicketID)
    /// Tickets of a customer, for those who serve.
    case customer(CustomerID)
    case deed(TicketID, Deed)
    /// A page of a ticket is looked at no more.
    case leave(TicketID)
    case attachment(TicketID, position: Int64, name: String)
    case certificate(TicketID)
    /// The proof that a fact is in the evidence log; the API's.
    case proof(position: Int64)
    case submit, promises
    case figures(FiguresView = FiguresView())
    case figure(FigureView)
    /// The same as a table for a spreadsheet.
    case figuresSheet(FiguresView)
    case figureSheet(FigureView)
    case gallery(String? = nil)
    /// What happens, live; the API's.
    case stream
    /// A style or a script, by the hash of its contents.
    case file(String)

    public enum Access: String, CaseIterable, Hashable, Sendable {
        /// Another second factor, its confirmation by a code, its end.
        case offer, confirm, remove
        /// Ends a session.
        case end
    }

    public enum Account: String, CaseIterable, Hashable, Sendable {
        /// Makes one for somebody, or another link to choose a password by.
        case invite, reset
        /// Shuts somebody out, or lets them in again.
        case disable, enable
        /// Says which teams its agent is in.
        case teams
    }

    /// Rows that one question may ask for.
    public static let rowsAtMost = 60
    /// Hits that a page of a search may begin behind; what lies further has to be asked for by more words.
    public static let foundAtMost = 1_000
}

extension Address {
    /// As a browser sends it: path and query.
    public var text: String {
        let query = query.map { "\($0)=\(PercentCode.encoded($1))" }.joined(separator: "&")
        return query.isEmpty ? path : path + "?" + query
    }

    public var path: String {
        switch self {
        case .home: "/"
        case .signIn: "/sign-in"
        case .signInProvider: "/sign-in/company"
        case .providerAnswer: "/sign-in/provider"
        case .signOut: "/sign-out"
        case .look: "/look"
        case .password: "/sign-in/password"
        case .forgotten: "/sign-in/forgotten"
        case .entry: "/sign-in/customer"
        case .access(nil): "/access"
        case .access(let deed?): "/access/" + deed.rawValue
        case .link(let text): "/link/" + PercentCode.encoded(text)
        case .ticketLink(let text): "/t/" + PercentCode.encoded(text)
        case .queue: "/queue"
        case .queueRows: "/queue/rows"
        case .next: "/queue/next"
        case .views: "/queue/views"
        case .search: "/search"
        case .notices: "/notices"
        case .bell: "/notices/bell"
        case .accounts(nil): "/accounts"
        case .accounts(let deed?): "/accounts/" + deed.rawValue
        case .ticket(let id): "/tickets/" + PercentCode.encoded(id.rawValue)
        case .customer(let id): "/customers/" + PercentCode.encoded(id.rawValue)
        case .deed(let id, let deed): deed.place(under: Address.ticket(id).path)
        case .leave(let id): Address.ticket(id).path + "/leave"
        case .attachment(let id, let position, let name):
            "/api/v1" + Address.ticket(id).path + "/attachments/\(position)/" + PercentCode.encoded(name)
        case .certificate(let id): Address.ticket(id).path + "/certificate"
        case .proof(let position): "/api/v1/evidence/receipts/\(position)"
        case .submit: "/submit"
        case .promises: "/promises"
        case .figures: "/figures"
        case .figure(let view): "/figures/" + view.metric.rawValue
        case .figuresSheet: "/figures.csv"
        case .figureSheet(let view): "/figures/" + view.metric.rawValue + ".csv"
        case .gallery(nil): "/gallery"
        case .gallery(let piece?): "/gallery/" + PercentCode.encoded(piece)
        case .stream: "/api/v1/stream"
        case .file(let name): "/assets/" + PercentCode.encoded(name)
        }
    }

    private var query: [(String, String)] {
        switch self {
        case .signIn(let to?): [("to", to.text)]
        case .providerAnswer(let code, let state): [("code", code), ("state", state)]
        case .queue(let view): view.query
        case .queueRows(let view, let ids): view.query + [("ids", ids.map(\.rawValue).joined(separator: ","))]
        case .bell(let at?): [("at", at.rawValue)]
        case .search(let words, let from):
            (words.isEmpty ? [] : [("q", words)]) + (from > 0 ? [("from", String(from))] : [])
        case .figures(let view), .figuresSheet(let view): view.query
        case .figure(let view), .figureSheet(let view): view.query
        default: []
        }
    }

    /// - Returns: nil for what is none of ours.
    public init?(_ text: String) {
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        self.init(path: String(parts[0]), query: parts.count > 1 ? String(parts[1]) : nil)
    }

    public init?(path: String, query: String?) {
        var segments: [String] = []
        for part in path.split(separator: "/", maxSplits: 8) {
            guard let segment = PercentCode.decoded(part) else { return nil }
            segments.append(segment)
        }
        guard path.hasPrefix("/"), let fields = Fields(query ?? "") else { return nil }
        self.init(segments, fields)
    }

    private init?(_ segments: [String], _ fields: Fields) {
        switch (segments.first, segments.count) {
        case (nil, _): self = .home
        case ("sign-in", 1): self = .signIn(to: fields["to"].flatMap(Address.init))
        case ("sign-out", 1): self = .signOut
        case ("look", 1): self = .look
        case ("queue", 1):
            guard let view = QueueView(fields) else { return nil }
            self = .queue(view)
        case ("search", 1):
            self = .search(
                String((fields["q"] ?? "").unicodeScalars.prefix(256)),
                from: fields["from"].flatMap { Int($0) }.map { max(0, min(Self.foundAtMost, $0)) } ?? 0)
        case ("notices", 1): self = .notices
        case ("notices", 2):
            guard segments[1] == "bell" else { return nil }
            self = .bell(at: fields["at"].flatMap { RecordID(checking: $0) }.map { TicketID($0.rawValue) })
        case ("accounts", 1): self = .accounts()
        case ("accounts", 2):
            guard let deed = Account(rawValue: segments[1]) else { return nil }
            self = .accounts(deed)
        case ("submit", 1): self = .submit
        case ("promises", 1): self = .promises
        case ("figures", 1), ("figures.csv", 1):
            guard let view = FiguresView(fields) else { return nil }
            self = segments[0] == "figures" ? .figures(view) : .figuresSheet(view)
        case ("figures", 2):
            let isSheet = segments[1].hasSuffix(".csv")
            guard let metric = Metric(rawValue: isSheet ? String(segments[1].dropLast(4)) : segments[1]),
                let view = FigureView(metric, fields)
            else { return nil }
            self = isSheet ? .figureSheet(view) : .figure(view)
        case ("gallery", 1): self = .gallery()
        case ("gallery", 2): self = .gallery(segments[1])
        case ("link", 2): self = .link(segments[1])
        case ("t", 2): self = .ticketLink(segments[1])
        case ("assets", 2): self = .file(segments[1])
        case ("access", 1): self = .access()
        case ("access", 2):
            guard let deed = Access(rawValue: segments[1]) else { return nil }
            self = .access(deed)
        case ("sign-in", 2):
            switch segments[1] {
            case "company": self = .signInProvider
            case "provider": self = .providerAnswer(code: fields["code"] ?? "", state: fields["state"] ?? "")
            case "password": self = .password
            case "forgotten": self = .forgotten
            case "customer": self = .entry
            default: return nil
            }
        case ("queue", 2):
            switch segments[1] {
            case "next": self = .next
            case "views": self = .views
            case "rows":
                guard let view = QueueView(fields) else { return nil }
                let ids = (fields["ids"] ?? "").split(separator: ",", maxSplits: Self.rowsAtMost)
                self = .queueRows(
                    view,
                    ids.prefix(Self.rowsAtMost).compactMap { RecordID(checking: String($0)) }
                        .map { TicketID($0.rawValue) })
            default: return nil
            }
        case ("customers", 2):
            guard let id = RecordID(checking: segments[1]) else { return nil }
            self = .customer(CustomerID(id.rawValue))
        case ("tickets", 2...3):
            guard let id = RecordID(checking: segments[1]).map({ TicketID($0.rawValue) }) else { return nil }
            if segments.count == 2 {
                self = .ticket(id)
            } else if segments[2] == "certificate" {
                self = .certificate(id)
            } else if segments[2] == "leave" {
                self = .leave(id)
            } else {
                guard let deed = Deed(rawValue: segments[2]) else { return nil }
                self = .deed(id, deed)
            }
        default: return nil
        }
    }
}
