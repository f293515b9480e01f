import Domain

extension ProviderTerms {
    /// Whether the provider can be asked, and describes itself as the settings mean it; nobody signs in.
    /// - Returns: what stands in the way; nil if nothing does.
    public func trouble(_ fetch: @escaping Fetch, at now: Instant) async -> String? {
        do {
            try await Provider(self, fetch: fetch).look(at: now)
            return nil
        } catch let trouble as Provider.Trouble { return trouble.cause } catch { return "\(error)" }
    }
}
