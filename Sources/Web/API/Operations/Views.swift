import Desk
import Domain
import Wire

// Rows and receipts as JSON.

extension Receipt {
    func json(_ stream: StreamID) -> JSONValue {
        .members([
            "stream": .string(stream.description),
            "positions": .members(["from": .int(positions.lowerBound), "to": .int(positions.upperBound)]),
            "recorded": .instant(recorded), "repeated": .bool(isRepeated),
        ])
    }
}

extension Answer {
    static func done(_ receipt: Receipt, _ stream: StreamID) -> Answer {
        var answer = Answer.ok(receipt.json(stream))
        answer.isRepeated = receipt.isRepeated
        return answer
    }
}

extension TicketRow {
    func json(isForCustomer: Bool) -> JSONValue {
        .members([
            "id": .string(id.rawValue), "customer": .string(customer.rawValue), "state": .string(state.word),
            "received": .instant(received), "updated": .instant(updated), "holder": .name(holder),
            "attributes": .object(
                Attribute.allCases.compactMap { attribute in
                    isForCustomer && Attribute.ours.contains(attribute)
                        ? nil : attributes[attribute].map { .init(key: attribute.rawValue, value: .string($0)) }
                }),
            "grades": .array(grades.map { $0.json(strand: nil, nil) }), "due": .instant(due),
            "breached": .int(breached), "clocks": .array(clocks.map(\.json)), "version": .int(version),
        ])
    }
}

extension ClockRow {
    fileprivate var json: JSONValue {
        let state: String
        var more: [JSONValue.Member] = []
        switch standing {
        case .waiting: state = "waiting"
        case .running(let due):
            state = "running"
            more = [.init(key: "due", value: .instant(due))]
        case .paused(let left):
            state = "paused"
            more = [.init(key: "leftMs", value: .int(left.milliseconds))]
        case .breached(let due, let ended):
            state = "breached"
            more = [.init(key: "due", value: .instant(due)), .init(key: "endedAt", value: .instant(ended))]
        }
        return JSONValue.members([
            "strand": .int(key.strand), "commitment": .string(key.commitment.rawValue),
            "occurrence": .int(key.occurrence), "state": .string(state),
        ]).appending(more)
    }
}

/// Where a page ended, as a text that says nothing to those who get it.
enum Cursor {
    static func text(_ place: TicketScan.Place) -> String {
        "\(place.due.map { String($0.milliseconds) } ?? "-").\(place.received.milliseconds).\(place.id.rawValue)"
    }

    static func place(_ text: String) throws -> TicketScan.Place {
        let parts = text.split(separator: ".", maxSplits: 2).map(String.init)
        guard parts.count == 3, let received = Int64(parts[1]), parts[0] == "-" || Int64(parts[0]) != nil,
            RecordID(checking: parts[2]) != nil
        else { throw Cursor.fault }
        return TicketScan.Place(
            id: TicketID(parts[2]), due: Int64(parts[0]).map(Instant.init(milliseconds:)),
            received: Instant(milliseconds: received))
    }

    static var fault: APIFault {
        .shape([
            SchemaFault(pointer: "?cursor", cause: "It is no place that a page ended at.", cure: "Take it from `next`.")
        ])
    }
}
