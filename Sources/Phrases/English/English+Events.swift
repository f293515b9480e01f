import Domain

extension English {
    /// Participles, so that they stand in front of a limit; `moment` has the nouns that a count starts from.
    var events: [EventName: String] { English.words.mapValues(\.done) }

    func moment(_ name: EventName, in policy: Policy) -> String {
        let own = policy.events.contains { $0.id == name && $0.title != nil }
        return own ? quoted(event(name, in: policy)) : English.words[name]?.moment ?? quoted(event(name, in: policy))
    }

    private static let words: [EventName: (done: String, moment: String)] = [
        .received: ("received", "receipt"),
        .acknowledged: ("acknowledged", "the acknowledgement"),
        .confirmed: ("request confirmed", "the confirmation"),
        .graded: ("grade given", "grading"),
        .regraded: ("grade changed", "the change of grade"),
        .assigned: ("taken over by a team", "the team's acceptance"),
        .mobilised: ("team at work", "the team's start"),
        .engaged: ("engaged", "the first response"),
        .estimated: ("expected time told", "the estimate"),
        .answered: ("answer given", "the answer"),
        .located: ("cause located", "finding the cause"),
        .announced: ("impact notice published", "the impact notice"),
        .planned: ("plan ready", "the plan"),
        .resourcesReady: ("resources in place", "having the resources in place"),
        .departed: ("on the way", "departure"),
        .arrived: ("on site", "arrival"),
        .started: ("work begun", "the start of work"),
        .paused: ("paused", "the pause"),
        .resumed: ("taken up again", "the resumption"),
        .customerMessage: ("customer wrote", "the customer's message"),
        .agentMessage: ("we wrote", "our message"),
        .reported: ("progress report given", "the last report"),
        .weeklyMailed: ("weekly mail sent", "the weekly mail"),
        .agreed: ("date agreed", "the agreement on a date"),
        .delayAnnounced: ("delay announced", "the announcement of the delay"),
        .declined: ("need declined", "telling that the need can't be met"),
        .alternativeOffered: ("alternative offered", "the alternative"),
        .reasonGiven: ("reason given", "the reason"),
        .defectFound: ("defect found", "finding the defect"),
        .correctionStarted: ("correction begun", "the start of the correction"),
        .escalated: ("case escalated", "the escalation"),
        .escalationHandled: ("escalation dealt with", "dealing with the escalation"),
        .reviewed: ("review held", "the review"),
        .restored: ("basic function restored", "the restoration"),
        .resolved: ("solved", "the solution"),
        .verifiedTechnical: ("technical acceptance signed", "technical acceptance"),
        .verifiedCustomer: ("customer acceptance signed", "the customer's acceptance"),
        .surveySent: ("survey sent", "the survey"),
        .followedUp: ("follow-up call made", "the follow-up call"),
        .closed: ("case closed", "closing"),
        .reopened: ("opened again", "the reopening"),
        .cancelled: ("withdrawn", "the cancellation"),
        .merged: ("merged into another", "the merger"),
        .contacted: ("customer contacted", "the first contact"),
        .reconfirmed: ("confirmed a second time", "the second confirmation"),
        .accepted: ("feedback taken up", "taking up the feedback"),
        .handled: ("feedback dealt with", "dealing with the feedback"),
        .improved: ("improvement made", "the improvement"),
        .labourRecorded: ("labour recorded", "the record of labour"),
    ]
}
