import Domain
import Support
import Testing

struct RecordLaws {
    @Test(arguments: Seed.some(100))
    func `what is filled in order is granted, kept, and kept once`(_ seed: Seed) throws {
        var chance = seed
        for kind in RecordKind.allCases {
            let put = anyPut(kind, &chance)
            var record = Record(kind: kind, id: "x")
            let decision = try record.decide(.put(put), book())
            for event in decision.events { record.evolve(event) }

            let again = try record.decide(.put(put), book())
            for event in again.events {
                guard case .put(let values, _) = event else { continue }
                #expect(values.isEmpty, "\(kind) changes \(values) the second time")
            }
            var after = record
            for event in again.events { after.evolve(event) }
            #expect(after == record)

            // The kept spelling is a fixed point: an export that is imported again changes nothing.
            let kept = record.values.mapValues(Optional.some)
            #expect(try record.decide(.put(kept), book()).events.isEmpty)
        }
    }

    @Test(arguments: Seed.some(100))
    func `no event holds a sealed text`(_ seed: Seed) throws {
        var chance = seed
        for kind in RecordKind.allCases {
            let decision = try Record(kind: kind, id: "x").decide(.put(anyPut(kind, &chance)), book())
            let sealed = Set(kind.fields.filter(\.isSealed).map(\.name))
            for event in decision.events {
                guard case .put(let values, let personal) = event else { continue }
                #expect(sealed.isDisjoint(with: values.keys))
                #expect(sealed.isSuperset(of: personal.keys))
            }
            #expect(sealed.isSuperset(of: decision.texts.map(\.field)))
        }
    }

    @Test(arguments: Seed.some(200))
    func `every order of events can be folded, and erasure is final`(_ seed: Seed) {
        var chance = seed
        var record = Record(kind: .customer, id: "x")
        var isErased = false
        for _ in 0..<30 {
            let event = anyEvent(&chance)
            record.evolve(event)
            isErased = isErased || event == .erased
            #expect(record.isErased == isErased)
            if isErased { #expect(record.personal.isEmpty) }
            // What a put leads to can always be asked.
            _ = try? record.decide(.put(["name": "a"]), book())
        }
    }

    @Test(arguments: Seed.some(200))
    func `anything may be typed`(_ seed: Seed) {
        var chance = seed
        let words = ["", " ", "=1", "no-1", "CNY", "2026", "mon", "一诺", "\u{0}", ";", "-", "+", "@", "x", "👩‍👩‍👧", "\r\n"]
        for kind in RecordKind.allCases {
            var put: [String: String?] = ["zzz": "1"]
            if chance.once(in: 2) { put = [:] }
            for field in kind.fields {
                put[field.name] = (0..<chance.count(0...3)).map { _ in chance.one(of: words) }.joined(separator: " ")
            }
            do throws(Record.Refusal) {
                _ = try Record(kind: kind, id: "x").decide(.put(put), book())
            } catch {
                guard case .faults(let faults) = error else {
                    Issue.record("\(error)")
                    return
                }
                #expect(!faults.isEmpty)
                #expect(Set(faults.map(\.field)).count == faults.count)
            }
        }
    }

    private func anyEvent(_ chance: inout Seed) -> Record.Event {
        chance.one(of: [
            .put(values: ["level": chance.one(of: ["gold", nil])], personal: ["name": chance.once(in: 2)]),
            .put(values: ["of-a-later-release": "1"], personal: ["unknown": true]), .retired, .restored,
            chance.once(in: 5) ? .erased : .retired,
        ])
    }
}
