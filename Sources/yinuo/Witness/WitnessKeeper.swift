import Desk
import Dispatch
import Domain
import Edges
import Evidence
import Logging
import Synchronization
import Web

/// A witness at work: judges one request after the other and remembers what it signs before anybody hears of it.
final class WitnessKeeper: Sendable {
    private let witness: Witness
    private let memory: WitnessMemory
    private let logger: Logger
    /// One turn for all logs: what takes time is the disk, which they share.
    private let turn = DispatchQueue(label: "witness")
    /// What was signed last of each log; touched in turn only.
    private let latest: Mutex<[String: Checkpoint]>

    /// - Throws: if what it remembers can't be read: to begin anew would be to sign another history.
    init(_ witness: Witness, _ memory: WitnessMemory, _ logger: Logger) throws {
        self.witness = witness
        self.memory = memory
        self.logger = logger
        var latest: [String: Checkpoint] = [:]
        for origin in witness.origins { latest[origin] = try memory.latest(of: origin) }
        self.latest = Mutex(latest)
    }

    /// - Parameter body: of a request, as it came.
    func cosign(_ body: [UInt8]) async -> WitnessAnswer {
        let submission: Witness.Submission
        do throws(WitnessRefusal) {
            submission = try witness.admit(body)
        } catch { return .refused(error) }
        // It waits for the disk, which Swift's shared threads must not.
        return await withCheckedContinuation { continuation in
            turn.async { continuation.resume(returning: self.cosign(submission)) }
        }
    }

    private func cosign(_ submission: Witness.Submission) -> WitnessAnswer {
        let origin = submission.checkpoint.origin
        let before = latest.withLock { $0[origin] }
        let facts: Logger.Metadata = ["log": "\(origin)", "size": "\(submission.checkpoint.size)"]
        let cosigned: Witness.Cosigned
        do throws(WitnessRefusal) {
            let seconds = UInt64(max(0, Machine.clocks.wall().milliseconds / 1_000))
            cosigned = try witness.cosign(submission, after: before, at: seconds)
        } catch {
            // The log's own signature stands under it: its keeper has to be asked.
            switch error {
            case .otherTree: logger.warning("Refused: another log of this size was signed before.", metadata: facts)
            case .badProof: logger.warning("Refused: it is not proved to continue what was signed.", metadata: facts)
            default: break
            }
            return .refused(error)
        }
        // The same again says nothing new that would have to be kept.
        if cosigned.checkpoint != before {
            do throws(WitnessMemory.Fault) {
                try memory.keep(cosigned)
            } catch {
                logger.error("Not signed, since it can't be kept. Check the disk.", error: error, metadata: facts)
                return .notKept
            }
            latest.withLock { $0[origin] = cosigned.checkpoint }
            logger.info("Signed.", metadata: facts)
        }
        return .signed(cosigned)
    }
}
