extension Operation {
    /// The published service: what is not here can't be asked for.
    static let all: [Operation] =
        tickets + ticketCommands + incidents + policies + records + journal + evidence + search + figures + contacts
        + (identity + accounts + service).map(\.unkeyed)

    /// What lets people in and out is no command of the desk, which alone remembers keys.
    private var unkeyed: Operation {
        var operation = self
        (operation.isKeyed, operation.isVersioned) = (false, false)
        return operation
    }
}
