import Domain
import HTTPTypes
import Hummingbird
import Pages

/// One request of a browser: who asks, for what, and how they like to read it.
struct Visit: Sendable {
    let address: Address
    let reader: Reader
    let look: Look
    /// Nil for a stranger.
    let principal: Principal?
    /// What forms of the session send along; empty for a stranger.
    let csrf: String
    let session: String?
    /// A cookie to hand out instead.
    let refreshed: String?
    let client: String
    let isSecure: Bool
    let trace: Trace
    /// Up to where of the journal the page knows everything: looked up before anything else is, so that what comes meanwhile
    /// is told once more rather than never.
    let position: Int64
    /// What a form holds; nil where none was sent.
    var form: Fields?
    /// What it brought along.
    var files: [Attachment] = []
    /// How many files that were; more than are taken are counted and not kept.
    var filesSent = 0
    var name = ""
    /// What of their news is read.
    var read = ReadMark()
    /// A cookie that says so, where it has become more.
    var marked: String?
    /// Whether a script asks, for a page that is shown already.
    var isFetched = false
    /// Which page that is; nil where it does not say so.
    var renewed: String?
    /// What it calls itself.
    var userAgent: String?
    /// Views of the queue that the browser keeps, as its cookie spells them.
    var keptViews = ""
    /// What names were missing, where somebody asks.
    var gaps: Gaps?
    /// As the frames' was before anything was known of whoever asks.
    var frameTurn = 0
    /// What was kept of a sign-in that the company's provider finishes.
    var kept = ""

    var isCustomer: Bool { principal?.customer != nil }
    var cookieName: String { isSecure ? Authenticator.cookie : Authenticator.plainCookie }

    func may(_ permission: Permission) -> Bool { principal?.may(permission) ?? false }

    /// The agent that is signed in.
    var agent: RecordID? {
        guard let parts = principal?.actor.rawValue.split(separator: ":", maxSplits: 1), parts.count == 2,
            parts[0] == "agent"
        else { return nil }
        return RecordID(parts[1])
    }

}

/// What a browser gets.
enum Outcome: Sendable {
    case page(any Page, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:])
    /// Part of a page.
    case part(Markup)
    /// A page that is made elsewhere, with its own policy in it.
    case document(String)
    /// A table for a spreadsheet.
    case sheet(String, name: String)
    /// After a form: so that a page that is loaded again sends nothing twice.
    case see(Address, headers: HTTPFields = [:])
    /// A page of somebody else.
    case away(String, headers: HTTPFields = [:])
}

/// Why a room is not shown.
enum RoomFault: Error, Sendable {
    case notFound
    case forbidden
    /// The form is not of this session, or comes from another site.
    case staleForm
    case strangers
    case method([HTTPRequest.Method])
    case tooMany(seconds: Int)
    /// What was attached is something that a machine would run.
    case program(name: String)
    case tooManyFiles(Int)
    /// Larger than a single one may be.
    case fileTooLarge(name: String)
    /// Larger than all of a form may be together.
    case filesTooLarge
    /// Nobody is found by what an agent typed.
    case noCustomer(String)
    /// How many are found by it, and what some are called, with their ids.
    case severalCustomers(String, count: Int, called: [String])
    /// A wait for the customer that tells them nothing.
    case untoldWait
    /// A key is not good at this door.
    case door(IdentityFault, Door)
}
