import Domain
import Evidence

extension Decider {
    /// Somebody came in or read; of an occasion that is told once nothing comes a second time.
    func note(_ event: AccessEvent, _ actor: Actor, _ sheet: inout Sheet) {
        let stream = event.stream
        let before = held(stream, sheet)
        if event.isToldOnce, before != nil { return }
        var after = before
        if after == nil {
            after = Held(stream, opening: .access(event))
        } else {
            after?.evolve(.access(event))
        }
        sheet.write(stream, [.access(event)], after!, by: actor)
    }
}

extension AccessEvent {
    /// Named by a hash, so that no list of streams tells who is watched for what.
    var stream: StreamID { StreamID(.access, String(Content.hash(Array(occasion.utf8)).prefix(32))) }
}
