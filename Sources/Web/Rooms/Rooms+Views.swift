import HTTPTypes
import Pages
import Phrases

extension Rooms {
    static let viewsCookie = "yinuo-views"

    /// Keeps the view that the form stood on, or lets one go.
    func keepView(_ form: Fields, _ visit: Visit) async throws -> Outcome {
        try staff(visit)
        guard case .queue(let view)? = form["view"].flatMap(Address.init) else { return .see(.queue()) }
        var kept = KeptViews(visit.keptViews)
        if let gone = form["drop"] {
            kept.drop(gone)
        } else {
            let name = String((form["name"] ?? "").trimmed.prefix(KeptViews.nameAtMost))
            if let trouble = trouble(keeping: view, as: name, &kept, visit) {
                var page = try await queue(view, visit)
                page.refused = (trouble, name)
                return .page(page, status: .unprocessableContent)
            }
        }
        let cookie =
            "\(Self.viewsCookie)=\(kept.cookie); Path=/; Max-Age=\(kept.views.isEmpty ? 0 : 31_536_000); SameSite=Lax; HttpOnly"
            + (visit.isSecure ? "; Secure" : "")
        return .see(.queue(view), headers: [.setCookie: cookie])
    }

    private func trouble(keeping view: QueueView, as name: String, _ kept: inout KeptViews, _ visit: Visit) -> Trouble?
    {
        if name.isEmpty {
            return Trouble(
                cause: visit.reader.words.filled(.fieldEmpty, visit.reader(.viewName)),
                cure: visit.reader(.fieldEmptyCure), field: "name")
        }
        if kept.keep(view, as: name) { return nil }
        return Trouble(cause: visit.reader(.viewsFull), cure: visit.reader(.viewsFullCure), field: "name")
    }
}
