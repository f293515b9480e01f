/// Views of the queue that somebody keeps by name; a cookie of their browser, since they are nobody else's to know.
public struct KeptViews: Hashable, Sendable {
    public struct View: Hashable, Sendable {
        public let name: String
        public let view: QueueView
    }

    public private(set) var views: [View]

    public static let nameAtMost = 40
    /// Browsers keep some 4 000 bytes of one cookie, and send them with whatever they ask for.
    public static let bytesAtMost = 3_000

    /// What it does not know it leaves out.
    public init(_ cookie: String = "") {
        views = (Fields(cookie)?.pairs ?? []).compactMap { pair -> View? in
            guard !pair.name.isEmpty, case .queue(let view)? = Address(pair.value) else { return nil }
            return View(name: pair.name, view: view)
        }
    }

    /// `name=%2Fqueue%3Fwhose%3Dmine&…`, with nothing that ends a cookie.
    public var cookie: String {
        views.map { PercentCode.encoded($0.name) + "=" + PercentCode.encoded(Address.queue($0.view).text) }
            .joined(separator: "&")
    }

    /// Keeps a view from its first page; what had the name before gives way.
    /// - Returns: whether there was room for it; if not, nothing has changed.
    public mutating func keep(_ view: QueueView, as name: String) -> Bool {
        var after = self
        after.drop(name)
        after.views.append(View(name: name, view: view.with { _ in }))
        guard after.cookie.utf8.count <= Self.bytesAtMost else { return false }
        self = after
        return true
    }

    public mutating func drop(_ name: String) { views.removeAll { $0.name == name } }
}
