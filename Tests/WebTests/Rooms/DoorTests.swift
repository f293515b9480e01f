import Desk
import Domain
import Support
import Testing

@testable import Identity
@testable import Web

/// What the doors promise is what becomes of it.
@Suite struct DoorTests {
    private typealias Browser = RoomsTests.Browser

    @Test(arguments: [false, true])
    func `whoever forgot their password is promised a letter only where the desk sends any`(_ mails: Bool)
        async throws
    {
        try await ServedDesk.with(signsIn: true, mails: mails) { desk async throws in
            var anybody = Browser(desk: desk)
            let page = try await anybody.get("/sign-in/forgotten")
            #expect(page.status == 200 && page.body.contains("name=\"login\"") == mails, "\(page.head)")
            #expect(page.body.contains("Ask an administrator") == !mails)
            let asked = try await anybody.post("/sign-in/forgotten", "login=zhao")
            #expect(asked.status == (mails ? 200 : 409), "\(asked.head)")
            #expect(asked.body.contains("it is good for an hour") == mails)
            #expect(asked.body.contains("Ask an administrator") == !mails)
        }
    }
}
