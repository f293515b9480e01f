extension Operation {
    /// The published service: what is not here can't be asked for.
    static let all: [Operation] =
        tickets + ticketCommands + incidents + policies + records + journal + evidence + search + figures + contacts
        + identity + accounts + service
}
