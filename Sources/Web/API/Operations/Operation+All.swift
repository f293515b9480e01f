extension Operation {
    /// The published service: what is not here can't be asked for.
    static let all: [Operation] =
        tickets + ticketCommands + incidents + policies + records + journal + evidence + search + figures + contacts
        + (identity + accounts + service).map(\.unkeyed)

    /// What lets people in and out is no command of the desk, which alone remembers keys.
    private var unkeyed: Operation {
        Operation(
            method, path, id, tag, summary, access, parameters: parameters, body: body, success,
            alsoAnswers: alsoAnswers, isKeyed: false, isVersioned: false, isQuick: isQuick, run: run)
    }
}
