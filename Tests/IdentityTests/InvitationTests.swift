import Desk
import Domain
import Testing

@testable import Identity

/// An agent has one account, and an account one link to choose its first password.
struct InvitationTests {
    private static let boss: Actor = "agent:boss"

    @Test func `an agent who has an account gets another only once that is disabled`() async throws {
        let at = try await IdentityDesk()
        let first = try await at.account()
        await #expect(throws: IdentityFault.hasAccount) {
            try await at.identity.addAccount(agent: "li", login: "li.2", by: Self.boss)
        }
        try await at.identity.setDisabled(first, true, by: Self.boss)
        let second = try await at.identity.addAccount(agent: "li", login: "li.2", by: Self.boss)
        #expect(Set(try await at.identity.accountList().map(\.id)) == [first, second])
        // Nor is there a second one by enabling the first again.
        await #expect(throws: IdentityFault.hasAccount) {
            try await at.identity.setDisabled(first, false, by: Self.boss)
        }
        await #expect(throws: IdentityFault.hasAccount) {
            try await at.identity.mayHaveAccount("li", called: "li.3")
        }
        await #expect(throws: IdentityFault.loginTaken) {
            try await at.identity.mayHaveAccount("wang", called: "li.2")
        }
        try await at.identity.mayHaveAccount("wang", called: "wang")
        try await at.identity.setDisabled(second, true, by: Self.boss)
        try await at.identity.setDisabled(first, false, by: Self.boss)
        await at.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `of several accounts that an agent is given at the same instant one stays`(maker: Maker) async throws {
        let at = try await IdentityDesk(maker)
        let made = await withTaskGroup(of: RecordID?.self, returning: [RecordID].self) { group in
            for login in ["one", "two", "three", "four"] {
                group.addTask { try? await at.identity.addAccount(agent: "li", login: login, by: Self.boss) }
            }
            var made: [RecordID] = []
            for await id in group { if let id { made.append(id) } }
            return made
        }
        let kept = try await at.identity.accountList().map(\.id)
        #expect(made.count == 1 && kept == made)
        await at.desk.close()
    }

    @Test func `a disabled account is not invited again, and nothing is written of it`() async throws {
        let at = try await IdentityDesk()
        let before = try await at.identity.addInvited("a-1", agent: "li", login: "li", by: Self.boss).link
        try await at.identity.setDisabled("a-1", true, by: Self.boss)
        let head = try await at.desk.edges.store.head().next
        await #expect(throws: IdentityFault.changedMeanwhile) {
            _ = try await at.identity.addInvited("a-1", agent: "li", login: "li", by: Self.boss)
        }
        #expect(try await at.desk.edges.store.head().next == head)
        try await at.identity.setDisabled("a-1", false, by: Self.boss)
        let after = try await at.identity.addInvited("a-1", agent: "li", login: "li", by: Self.boss).link
        await #expect(throws: IdentityFault.revoked) {
            _ = try await at.identity.usable(link: at.identity.text(of: before))
        }
        _ = try await at.identity.usable(link: at.identity.text(of: after))
        await at.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `of links that are made at the same instant one is good`(maker: Maker) async throws {
        let at = try await IdentityDesk(maker)
        let made = await withTaskGroup(of: AccessLink?.self, returning: [AccessLink].self) { group in
            for _ in 0..<4 {
                group.addTask {
                    try? await at.identity.addInvited("a-1", agent: "li", login: "li", by: Self.boss).link
                }
            }
            var made: [AccessLink] = []
            for await link in group { if let link { made.append(link) } }
            return made
        }
        var good = 0
        for link in made {
            if (try? await at.identity.usable(link: at.identity.text(of: link))) != nil { good += 1 }
        }
        #expect(good == 1, "of \(made.count)")
        await at.desk.close()
    }

    @Test func `the account names its link in the decision that makes it`() async throws {
        let at = try await IdentityDesk()
        let link = try await at.identity.addInvited("a-1", agent: "li", login: "li", by: Self.boss).link
        let entries = try await at.journal()
        let told = entries.first { entry in
            if case .access(.linkMade(let made, _)) = entry.event { made == link } else { false }
        }
        let position = try #require(told?.position)
        #expect(entries.first { $0.position == position - 1 }?.stream == .record(.account, "a-1"))
        // What is refused of the account is not told of its link either.
        await #expect(throws: IdentityFault.changedMeanwhile) {
            _ = try await at.identity.put(
                .account, "a-1", ["invitation": "other"], by: Self.boss, expects: 0,
                telling: .linkMade(link, at: at.desk.now))
        }
        #expect(try await at.journal().count == entries.count)
        await at.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `of who chooses a password and who invites anew at the same instant one comes too late`(
        maker: Maker
    ) async throws {
        let at = try await IdentityDesk(maker)
        for round in 0..<8 {
            let (agent, login) = (RecordID("x-\(round)"), "xaver.\(round)")
            _ = try await at.desk.perform(
                Request(Self.boss, .record(.agent, agent, .put(["name": "Xaver", "role": "agent"]))))
            let (account, link) = try await at.identity.addInvited(agent: agent, login: login, by: Self.boss)
            let text = at.identity.text(of: link)
            let chosen = Task {
                try await at.identity.finishReset(link: text, password: IdentityDesk.password, from: "")
            }
            let invited = Task {
                _ = try await at.identity.addInvited(account, agent: agent, login: login, by: Self.boss)
            }
            let (isChosen, isInvited) = (
                (try? await chosen.value) != nil, (try? await invited.value) != nil
            )
            #expect(isChosen != isInvited)
        }
        await at.desk.close()
    }
}
