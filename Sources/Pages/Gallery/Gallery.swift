import Domain
import Phrases

/// Every page in its states, made of view values that nobody's desk holds: to be looked at, and to be held by golden files.
public struct Gallery: Sendable {
    public struct Piece: Sendable {
        /// The last part of its address.
        public let name: String
        public let page: any Page
        /// Who looks at it; nil for a stranger.
        public let role: Role?
        /// Where it seems to stand.
        public let here: Address
        public let connection: Shell.Connection

        init(
            _ name: String, _ page: any Page, as role: Role? = .agent, at here: Address = .queue(),
            _ connection: Shell.Connection = .live
        ) {
            self.name = name
            self.page = page
            self.role = role
            self.here = here
            self.connection = connection
        }
    }

    /// Of all pieces: Saturday evening in Shanghai.
    public static let now = Instant(milliseconds: 1_771_072_200_000)

    public let reader: Reader
    public let pieces: [Piece]

    /// - Parameter zone: any; times are shown in it.
    public init(_ language: Language, zone: Zone) {
        reader = Reader(language, zone: zone, now: Gallery.now)
        pieces = [
            Gallery.queue(reader), Gallery.figures(reader), Gallery.tickets(reader), Gallery.customers(reader),
            Gallery.doors(reader), Gallery.accesses(reader), Gallery.accounts(reader), Gallery.people(reader),
        ].flatMap(\.self)
    }

    public func piece(_ name: String) -> Piece? { pieces.first { $0.name == name } }

    /// The piece as it would be sent.
    public func html(_ piece: Piece, look: Look, files: Shell.Files) -> Markup {
        var shell = Shell(
            reader: reader, look: look,
            who: piece.role.map { Shell.Who(name: Gallery.person, role: $0, csrf: "gallery") }, files: files,
            here: piece.here, isDemo: true)
        shell.still = piece.connection
        if let role = piece.role, role != .customer { shell.notices = piece.name == "notices" ? 4 : 0 }
        return shell.html(piece.page)
    }

    static let person = "林晓 Lin Xiao"
    /// As long as names and words get, and without a place to break.
    static let long = "Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung 超长的客户名称会不会把表格撑破需要一直看到最后才知道"
    /// What must stay a text.
    static let hostile = "<script>alert(1)</script> \"quoted\" & 'more' <img src=x onerror=alert(1)>"
}

/// The list of all pieces.
public struct GalleryPage: Page {
    let names: [String]
    public init(_ gallery: Gallery) { names = gallery.pieces.map(\.name) }

    public var kind: PageKind { .sheet }
    public func title(_ reader: Reader) -> String { reader(.gallery) }

    public func body(_ html: inout Markup, _ shell: Shell) {
        html.element("h1", text: shell.reader(.gallery))
        html.element("ul", .class("found")) { html in
            for name in names {
                html.element("li") { $0.element("a", .href(.gallery(name)), text: name) }
            }
        }
    }
}
