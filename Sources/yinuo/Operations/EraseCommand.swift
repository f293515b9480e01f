import ArgumentParser
import Desk
import Domain
import Edges
import Foundation
import Storage

struct EraseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase", abstract: "Erases a person's data for good.", subcommands: [Customer.self])

    struct Customer: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "customer", abstract: "Erases a customer and its contacts: names, addresses and every text.",
            discussion: """
                Example:
                  yinuo erase customer c-81 --reason "asked for it on 14 February 2026"
                Goes: what is personal of the customer and its contacts, and the texts
                of their tickets, in the desk, its log and its free pages.
                Stays: that the tickets were, when what happened and what was owed,
                and hashes that tell nothing without what is gone.
                Backups: the desk's register (NAME.erasures) has them erased again
                after a restore. Until the file of keys is deleted, older backups can
                still be read with it. Stop yinuo serve first if the desk is a file.
                In PostgreSQL: name a register, the one that serve is told; archived WAL
                and backups hold the key until they are deleted.
                """)

        @Argument(help: "The customer's id.") var id: String
        @Option(help: "Why; kept in the register for good, so name nobody.") var reason: String
        @Option(help: "The register of erasures (\(SettingKey.erasureRegister.environmentName)).", completion: .file())
        var erasureRegister: String?
        @Flag(help: "Do not ask.") var yes = false
        @OptionGroup var desk: DeskOption

        func validate() throws {
            if reason.allSatisfy(\.isWhitespace) { throw ValidationError("--reason is empty. Say why.") }
            if reason.utf8.count > 1_000 { throw ValidationError("--reason is longer than 1000 bytes. Shorten it.") }
        }

        func run() async throws {
            try await complaining {
                let named = try await desk.existing(register: erasureRegister)
                guard let register = named.register else {
                    throw Complaint(
                        "Nobody was erased: no register of erasures is named, and without one a restored backup would bring "
                            + "customer/\(id) back. Name a file that is kept: --erasure-register (YINUO_ERASURE_REGISTER)."
                    )
                }
                let erased = try await OpenDesk.writing(named, reason: reason) { desk in
                    let erased = try await erase(desk)
                    // What no key opens is swept away, and the table of keys written anew.
                    if named.place.path == nil {
                        try await desk.edges.store.forget(Machine.clocks.wall() - Receipt.kept)
                    }
                    return erased
                }
                if let path = named.place.path { try emptyLog(path) }
                print(erased)
                let older = named.place.path == nil ? "backups and archived WAL" : "files of keys"
                print("Noted in \(register.path). Delete older \(older) in time.")
            }
        }

        private func emptyLog(_ path: String) throws {
            do throws(StoreError) { try DeskLog.empty(path) } catch {
                throw Complaint(
                    "customer/\(id) is erased, but its traces are still in the desk's log, which another program "
                        + "reads. Run this again when that backup, export or the like is done.")
            }
        }

        /// - Returns: what to say of it.
        private func erase(_ desk: ServiceDesk) async throws -> String {
            let customer = StreamID.record(.customer, RecordID(id))
            guard try await !desk.edges.store.streams([customer]).isEmpty else { throw Refusal.noSuch(customer) }
            let contacts = try await contacts(desk.edges.store)
            try confirm(contacts)
            let receipt = try await desk.erase(customer: CustomerID(id), actor: OpenDesk.actor)
            if receipt.positions.isEmpty { return "Nothing is left of customer/\(id)." }
            return "Erased customer/\(id) and its contacts (\(contacts)), at position \(receipt.positions.lowerBound)."
        }

        private func contacts(_ store: Store) async throws -> Int {
            var (count, after): (Int, String?) = (0, nil)
            while case let page = try await store.records(.contact, id, after, 1_000), let last = page.last {
                (count, after) = (count + page.count, last.rawValue)
            }
            return count
        }

        private func confirm(_ contacts: Int) throws {
            if yes { return }
            guard isatty(0) == 1 else {
                throw Complaint("Nobody is there to be asked. Add --yes to erase customer/\(id) for good.")
            }
            Output.error("This erases customer/\(id) and \(contacts) contacts for good: names, addresses, every text.")
            Output.error("What happened and what was owed stays, without texts. Type the id to go on:")
            guard readLine() == id else { throw Complaint("Nothing was erased.") }
        }
    }
}
