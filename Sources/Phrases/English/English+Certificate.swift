import Domain

extension English {
    func node(_ node: Node) -> String {
        switch node {
        case .submitted: "Submitted"
        case .confirmed: "Confirmed"
        case .graded: "Graded"
        case .assigned: "Assigned"
        case .planReady: "Plan ready"
        case .resourcesReady: "Resources ready"
        case .onTheWay: "On the way"
        case .arrived: "Arrived"
        case .atWork: "At work"
        case .solved: "Solved"
        case .verified: "Verified"
        case .followedUp: "Followed up"
        }
    }

    func certificate(_ label: CertificateLabel) -> String {
        switch label {
        case .title: "Service certificate"
        case .issuedBy: "Issued by"
        case .ticket: "Ticket"
        case .state: "State"
        case .made: "Issued on"
        case .times: "All times are those of"
        case .grades: "Handled as"
        case .promises: "What was promised, and whether it was kept"
        case .due: "Due"
        case .done: "Done"
        case .late: "Late, in service time"
        case .noPromises: "No promise with a time limit applied to this ticket."
        case .kept: "Kept"
        case .broken: "Broken"
        case .void: "Void"
        case .running: "Still running"
        case .nodes: "How the service went"
        case .notReached: "not recorded"
        case .notReachedMeans:
            "Not recorded: no record of its own names this step. It was not needed, or follows from others; the ticket's page may show it as done."
        case .again: "last on"
        case .compensation: "Compensation"
        case .nothingOwed: "No compensation is owed for this ticket."
        case .check: "How you can check this yourself"
        case .qrText: "The QR code says"
        case .log: "Log"
        case .size: "Entries at the checkpoint"
        case .root: "Root hash"
        case .key: "Public key"
        case .entries: "Entries of this ticket"
        case .unchecked: "Not checked yet. Open this page in a browser that runs its script."
        case .verified:
            "The data of this page are verified with the public key on it: the records are in the signed log, unaltered. "
                + "Its printed words were not compared with the data, except for times and verdicts; the program does that: "
                + "yinuo evidence verify."
        case .hashesOnly:
            "The hashes are right, but this browser can't check the log's signature (Ed25519). Open the page in a newer one. "
                + "The page's printed words were not compared with its data."
        case .notVerified: "Not verified."
        case .atEntry: "Log entry {}."
        case .back: "Back to the ticket"
        }
    }

    func certificate(_ finding: CertificateFinding) -> String {
        switch finding {
        case .unreadable: "The data of the certificate can't be read."
        case .key: "The key is not the one that it names."
        case .signature: "The log's checkpoint is not signed by that key."
        case .receipt: "The proof does not lead to the root that the log signed."
        case .opening: "The record is not the one that the log entry binds."
        case .ticket: "A record belongs to another ticket."
        case .order: "Records are missing or out of order."
        case .nodes: "The stations or their times are not those of the records."
        case .promises: "Promises kept or broken are not as the records say."
        case .compensation: "An amount of compensation is not what the records give."
        case .state: "The state of the ticket is not that of the records."
        case .shown: "The page shows something other than its data."
        }
    }

    func certificate(_ benefit: CertificateBenefit) -> String {
        switch benefit {
        case .labour(let money, let labour, let share):
            aside(money.grouped, "\(share.text) of \(duration(labour)) of labour")
        case .lateness(let money, let month): aside(money.grouped, "for being late, month \(month + 1)")
        case .grant(let words): capital(words)
        }
    }

    func certificate(_ standing: CertificateBenefit.Standing, in zone: Zone) -> String {
        switch standing {
        case .credited(let money, let at): "credited with \(money.grouped) on \(time(at, in: zone))"
        case .granted(let at): "granted on \(time(at, in: zone))"
        case .pending: "not credited yet"
        case .estimate: "still growing"
        }
    }

    func howToCheck(log: String, size: Int64) -> String {
        "Every record of this ticket was written to the log \(quoted(log)) as it was made; nothing in that log can be "
            + "altered or taken out later without being noticed. This page carries the records, and for each a proof that it is among "
            + "the \(size) entries that the log has signed. The page checks them by itself, without the network; the result stands at its top. "
            + "Whoever altered the page could have altered that check too, so if it matters: compare the public key, the number of "
            + "entries and the root hash below with those that the company and the log's independent witnesses publish, or "
            + "have the data verified with a program of your own. The proof covers what was recorded up to the last record shown; "
            + "it says nothing about what came later. What was credited, and how a due follows from the policy, is the "
            + "company's own statement."
    }
}
