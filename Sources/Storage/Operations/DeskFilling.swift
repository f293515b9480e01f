import Desk

/// A desk that is made where none was: whole in the end, or nothing is there.
public final class DeskFilling {
    /// What is being filled; nobody else reads or writes it.
    public let store: Store
    let work: WorkInHand
    private enum Way {
        case file(DeskStaging)
        case database(PostgresFilling)
    }
    private var way: Way?

    private init(_ way: Way, _ store: Store, _ work: WorkInHand) {
        self.way = way
        self.store = store
        self.work = work
    }

    /// - Returns: nil when a desk that holds something is there.
    /// - Throws: while somebody serves the place, or fills it.
    public static func begin(_ place: DeskPlace) async throws(StoreError) -> DeskFilling? {
        switch place {
        case .file(let path):
            let staging = try DeskStaging(path)
            guard try staging.isEmpty() else { return nil }
            let store = try Store.sqlite(staging.partial)
            return DeskFilling(.file(staging), store, .file(staging.partial))
        case .database(let place):
            guard let filling = try await PostgresFilling.begin(place) else { return nil }
            do throws(StoreError) {
                let store = try await Store.postgres(place.url, node: filling.node)
                return DeskFilling(.database(filling), store, WorkInHand(place, filler: filling.node))
            } catch {
                await filling.abandon()
                throw error
            }
        }
    }

    /// Puts it in its place, open to all.
    public func finish() async throws(StoreError) {
        await store.close()
        await work.close()
        switch way {
        case .file(let staging): try staging.finish(keepingOldAs: nil)
        case .database(let filling): try await filling.finish()
        case nil: break
        }
        way = nil
    }

    /// Leaves nothing of it. Does no harm to a desk that is finished.
    public func abandon() async {
        await store.close()
        await work.close()
        if case .database(let filling) = way { await filling.abandon() }
        way = nil
    }
}
