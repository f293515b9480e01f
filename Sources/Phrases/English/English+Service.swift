import Domain

extension English {
    func words(for fault: ServiceFault) -> (cause: String, cure: String) {
        switch fault {
        case .notFound: ("Nothing is at this address, or it is not yours.", "See the reference at /api.")
        case .method(let methods): ("This address does not take the method.", "Use \(or(methods)).")
        case .address: ("The address is no percent-encoded UTF-8.", "Encode it (RFC 3986).")
        case .query: ("The query is no percent-encoded UTF-8.", "Encode it (RFC 3986).")
        case .notText: ("The body is no UTF-8.", "Encode it as UTF-8.")
        case .notJSON(let column, let reason):
            ("The body is no JSON: column \(column): \(reason).", "Send one JSON value.")
        case .cutOff: ("The request ended before its body did.", "Send it again.")
        case .lastEventID:
            ("The Last-Event-ID is no position of the journal.", "Send the last id that came, or leave it out.")
        case .purpose: ("The Purpose is none.", "Use \(or(Purpose.allCases.map(\.rawValue))).")
        case .key: ("The Idempotency-Key is empty, too long or no plain text.", "Send a UUID.")
        case .version: ("If-Match holds no ETag of this service.", "Send one as it was answered, \"v12\".")
        case .notHeeded(let header):
            (
                "This operation does not heed \(header).",
                "Leave it out, and see the reference at /api for those that do."
            )
        case .nobody: ("Nobody is known by this request.", "Send Authorization: Bearer TOKEN, or sign in.")
        case .noToken: ("The Authorization header holds no token.", "Send Authorization: Bearer TOKEN.")
        case .noForm:
            (
                "The request does not bring the word of its session.",
                "Send what GET /me tells as csrf in X-CSRF-Token."
            )
        case .right(let right): ("It needs the right \(right.rawValue).", askForRight)
        case .rightBesides(let right): ("It needs the right \(right.rawValue) besides.", askForRight)
        case .customersMayNot: ("Customers may not do this.", "Ask those who serve you.")
        case .type(let types): ("The body is of another type.", "Send Content-Type: \(or(types)).")
        case .packed: ("The body has a Content-Encoding.", "Send it as it is.")
        case .tooLarge(let most): ("The body has more than \(most) bytes.", "Send less at once.")
        case .tooMany(let seconds): ("Too many requests have come from here.", "Wait \(seconds) s.")
        case .changed(let version):
            (
                "It has changed meanwhile: its version is \(version).",
                "Read it again, and send its new ETag in If-Match."
            )
        case .slow: ("The request did not arrive in time.", "Send it without pauses.")
        case .away: ("The desk can't be reached at present.", "Try again, under the same key if it had one.")
        case .contended:
            ("Others changed it again and again meanwhile.", "Try again, under the same key if it had one.")
        case .defect(let number):
            ("Something is wrong with the service itself.", "Tell the operator the number \(number).")
        case .policy(let count):
            ("The file is no policy: it has \(counted(count, "fault")).", "Correct each as its place says.")
        case .sessionOnly: ("This is done in a session, not with a token.", "Sign in.")
        case .accountOnly: ("A customer has no second factor.", "Sign in with an account.")
        case .noIssuer: ("Nobody issues certificates here.", "The operator sets company, and evidence-key.")
        case .noLogKey: ("The log's key is not at hand.", "Ask the operator.")
        case .notSealed: ("Its last fact is not sealed yet.", "Try again in a second.")
        case .notFinished(let state): ("The ticket is \(self.state(state)).", "Solve, close or cancel it first.")
        case .noMail:
            ("This desk sends no mail.", "The operator sets mail-server and mail-from; hand links on in another way.")
        case .headTooLarge(let most):
            ("Address and headers are larger than \(most) bytes, or too many.", "Send fewer and shorter headers.")
        case .unknownMethod: ("The service does not know the method.", "See the reference at /api.")
        case .transferCoding:
            ("The service does not know the Transfer-Encoding.", "Send it chunked, or with its length.")
        case .protocolVersion: ("The request is of another version of HTTP.", "Send HTTP/1.1.")
        case .unreadableHead:
            (
                "The request is no HTTP/1.1 that can be read.",
                "Send the body with its Content-Length, or with Transfer-Encoding: chunked, never with both."
            )
        }
    }

    private var askForRight: String { "Ask an administrator for the right, or use a token that has it." }

    func words(for fault: FormFault) -> (cause: String, cure: String) {
        switch fault {
        case .kind(let found, let wanted, let orNull):
            ("It is \(name(found)).", "Send \(name(wanted))\(orNull ? " or null" : "").")
        case .missing(let wanted): ("It is missing.", "Send \(name(wanted)).")
        case .unknownMember(let near):
            ("There is no such member.", near.map(meant) ?? "Leave it out; the reference is at /api.")
        case .noneOf(let words, let near):
            (
                "It is none of the words.",
                near.map(meant)
                    ?? (words.isEmpty
                        ? "There are none here; leave it out." : "One of: \(words.joined(separator: ", ")).")
            )
        case .number(let range):
            (
                "It is no whole number from \(range.lowerBound) to \(range.upperBound).",
                "Write one, without a point."
            )
        case .items(let count, let range):
            ("It has \(counted(count, "item")).", "Send \(range.lowerBound) to \(range.upperBound).")
        case .members(let count, let most): ("It has \(counted(count, "member")).", "Send at most \(most).")
        case .length(let count, let range):
            (
                "It has \(counted(count, "character")).",
                range.lowerBound > 0
                    ? "Send \(range.lowerBound) to \(range.upperBound)." : "Send at most \(range.upperBound)."
            )
        case .instant(let fault): words(for: fault)
        case .plusIsBlank:
            ("In an address a plus sign is a blank.", "Write the offset's plus as %2B: 2026-02-14T20:30:00%2B08:00.")
        case .name(let most):
            (
                "This can't be a name.",
                "Use 1 to \(most) of A-Z, a-z, 0-9, dots, underscores and hyphens; begin with a letter or a digit."
            )
        case .unknownParameter(let near, let known):
            (
                "There is no such parameter.",
                near.map(meant) ?? (known.isEmpty ? "Leave it out." : "One of: \(known.joined(separator: ", ")).")
            )
        case .twice: ("It stands twice.", "Leave one out.")
        case .missingParameter(let name): ("It is missing.", "Add \(name)=… to the address, behind the question mark.")
        case .cursor: ("It is no place that a page ended at.", "Take it from next.")
        case .cursorOfOtherOrder:
            ("It is a place in another order.", "Keep sort as it was, or begin again without a cursor.")
        case .noMark: ("There is no mark.", "Send at least one.")
        case .unknownField(let near):
            ("The company has no such field.", near.map(meant) ?? "Define it first: PUT /records/field/ID.")
        case .idIsDrawn: ("The desk draws the id of a customer's ticket.", "Leave it out.")
        case .noSuch(let stream): words(for: Refusal.noSuch(stream), in: .utc)
        }
    }

    private func meant(_ word: String) -> String { "Did you mean \"\(word)\"?" }

    private func name(_ kind: FormKind) -> String {
        switch kind {
        case .text: "a text"
        case .wholeNumber: "a whole number"
        case .number: "a number"
        case .flag: "true or false"
        case .list: "a list"
        case .object: "an object"
        case .null: "null"
        case .any: "a value"
        }
    }

    func words(for note: ServiceNote) -> (cause: String, cure: String) {
        switch note {
        case .ungraded(let category, let known):
            let cause =
                category.map { "No policy in force gives a grade to the category \(quoted($0))" }
                ?? "Neither a grade nor a category was sent"
            return (
                "\(cause), so the ticket has no grade and nothing is promised.",
                known.isEmpty
                    ? "Give it a grade: POST /tickets/ID/grades."
                    : "Give it a grade: POST /tickets/ID/grades; or open tickets with a category such as \(or(known))."
            )
        }
    }

    func title(ofStatus code: Int) -> String? {
        switch code {
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 408: "Request Timeout"
        case 409: "Conflict"
        case 410: "Gone"
        case 412: "Precondition Failed"
        case 413: "Content Too Large"
        case 415: "Unsupported Media Type"
        case 422: "Unprocessable Content"
        case 429: "Too Many Requests"
        case 431: "Request Header Fields Too Large"
        case 500: "Internal Server Error"
        case 501: "Not Implemented"
        case 503: "Service Unavailable"
        case 505: "HTTP Version Not Supported"
        default: nil
        }
    }
}
