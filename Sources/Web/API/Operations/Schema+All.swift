import Wire

extension Schema {
    /// Everything that has a name in the published document.
    static let all: [String: Schema] = Schema.ticketSchemas.merging(Schema.deskSchemas) { $1 }

    static func page(_ of: Schema) -> Schema {
        .object([
            must("items", list(of, atMost: 1_000)),
            may("next", text(atMost: 400), "The cursor of the next page; left out at the end."),
        ])
    }
}
