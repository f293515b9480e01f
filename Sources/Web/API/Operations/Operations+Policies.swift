import Desk
import Domain
import Evidence
import HTTPTypes
import Phrases
import Wire

extension Operation {
    private static let file = Body.bytes(
        ["application/yaml", "text/yaml", "text/plain", "application/octet-stream"], atMost: 256 << 10)

    static let policies: [Operation] = [
        Operation(
            .get, "/policies", "listPolicies", .policies,
            "Every policy version that was ever put in force, newest last.",
            .may(.policiesRead), .ok(.object([Schema.must("policies", .list(.named("Activation"), atMost: 100_000))])),
            run: { call in
                .ok(.members(["policies": .array(await call.desk.activations().map(\.json))]))
            }),
        Operation(
            .get, "/policies/{policy}", "readPolicy", .policies, "A policy as it is in force: its grades and promises.",
            .mayOwn(.policiesRead), .ok(.named("Policy")),
            run: { call in
                let id = PolicyID(call.text("policy") ?? "")
                guard let policy = await call.desk.currentPolicy(id) else { throw Refusal.noSuch(.policy(id)) }
                return .ok(policy.json)
            }),
        Operation(
            .get, "/policies/{policy}/file", "readPolicyFile", .policies, "The file of a policy's version.",
            .may(.policiesRead),
            parameters: [Parameter("version", .text(atLeast: 1, atMost: 80), "Which; the newest if it is not said.")],
            .bytes("application/yaml", "The file, byte for byte."),
            run: { call in
                let bytes = try await content(PolicyID(call.text("policy") ?? ""), call.text("version"), call)
                return Answer(.ok, .bytes(bytes, type: "application/yaml; charset=utf-8"))
            }),
        Operation(
            .get, "/policies/{policy}/explanation", "explainPolicy", .policies,
            "What a policy promises, in plain words of the asker's language.", .mayOwn(.policiesRead),
            .ok(.named("Sentences")),
            run: { call in
                let bytes = try await content(PolicyID(call.text("policy") ?? ""), nil, call)
                return .ok(.members(["sentences": .array(try call.service.policies.explain(bytes, call.language))]))
            }),
        Operation(
            .post, "/policies/check", "checkPolicy", .policies,
            "Every fault of a policy file, each with its place, cause and cure.", .may(.policiesRead), body: file,
            .ok(.named("Findings")),
            isKeyed: false,
            run: { call in .ok(call.service.policies.check(call.bytes, call.language)) }),
        Operation(
            .post, "/policies/explain", "explainPolicyFile", .policies, "What a policy file promises, in plain words.",
            .may(.policiesRead), body: file, .ok(.named("Sentences")),
            isKeyed: false,
            run: { call in
                .ok(.members(["sentences": .array(try call.service.policies.explain(call.bytes, call.language))]))
            }),
        Operation(
            .post, "/policies/{policy}/changes", "comparePolicy", .policies,
            "What would change for whom, were this file put in force.", .may(.policiesRead), body: file,
            .ok(.named("Sentences")),
            isKeyed: false,
            run: { call in
                let old = try await content(PolicyID(call.text("policy") ?? ""), nil, call)
                return .ok(
                    .members([
                        "sentences": .array(try call.service.policies.changes(old, call.bytes, call.language))
                    ]))
            }),
        Operation(
            .post, "/policies", "activatePolicy", .policies,
            "Puts a policy in force; open tickets keep the version they were opened under.", .may(.policiesActivate),
            body: file, .created(.named("Receipt")),
            run: { call in
                _ = try call.service.policies.explain(call.bytes, call.language)
                let receipt = try await call.perform(.activate(try call.service.policies.files(call.bytes)))
                guard let entry = try await call.desk.edges.store.read(receipt.positions.lowerBound, 1).first,
                    receipt.positions.contains(entry.position)
                else { return .created(receipt.json(.desk), at: "/policies") }
                return .created(receipt.json(entry.stream), at: "/policies/\(entry.stream.id)")
            }),
        Operation(
            .post, "/policies/{policy}/due", "askDue", .policies,
            "When would it be due? Asked of a grade, without any ticket.", .mayOwn(.policiesRead),
            body: .json(
                .object([
                    Schema.must("grade", .id), Schema.may("variant", .id),
                    Schema.may("at", .instant, "Now, if it is not said."),
                    Schema.may("complexity", .words(["simple", "complex"])),
                ])),
            .ok(.object([Schema.must("dues", .list(.named("DueAnswer"), atMost: 1_000))])), isKeyed: false, run: due),
    ]

    private static func content(_ id: PolicyID, _ version: String?, _ call: Call) async throws -> [UInt8] {
        let all = await call.desk.activations().filter { $0.version.id == id }
        if all.isEmpty { throw Refusal.noSuch(.policy(id)) }
        guard let found = all.last(where: { version == nil || $0.version.version == version }),
            let bytes = try await call.desk.edges.store.document(found.content)
        else { throw APIFault.notFound }
        return bytes
    }

    private static func due(_ call: Call) async throws -> Answer {
        let named = PolicyID(call.text("policy") ?? "")
        guard let policy = await call.desk.currentPolicy(named) else { throw Refusal.noSuch(.policy(named)) }
        let id = GradeID(call.json["grade"]?.string ?? "")
        guard let grade = policy.policy.grade(id) else {
            let near = nearest(to: id.rawValue, among: policy.policy.grades.map(\.id.rawValue))
            throw Refusal.noSuchGrade(policy.version.id, id, nearest: near)
        }
        let variant = call.json["variant"]?.string.map { VariantID($0) }
        if let variant, !grade.variants.contains(where: { $0.id == variant }) {
            let known = grade.variants.map(\.id.rawValue)
            let near = nearest(to: variant.rawValue, among: known)
            throw APIFault.shape([SchemaFault("/variant", .noneOf(known, nearest: near))])
        }
        let terms = policy.terms(id, variant: variant, complexity: complexity(call.json))
        let query = DueQuery(
            received: call.json["at"]?.instant ?? call.desk.now, complexity: complexity(call.json))
        return .ok(.members(["dues": .array(query.answers(terms).map { $0.json(in: policy.zone) })]))
    }
}

extension Activation {
    fileprivate var json: JSONValue {
        .members([
            "policy": .string(version.id.rawValue), "version": .string(version.version),
            "edition": .int(version.edition), "content": .string(content), "zones": .string(zones),
            "official": .object(
                official.sorted { $0.key < $1.key }.map { .init(key: $0.key, value: .string($0.value)) }),
            "at": .instant(at),
        ])
    }
}

extension PolicyInForce {
    fileprivate var json: JSONValue {
        .members([
            "policy": .string(version.id.rawValue), "version": .string(version.version),
            "edition": .int(version.edition), "zone": .string(self.policy.zone),
            "grades": .array(
                self.policy.grades.map { grade in
                    .members([
                        "grade": .string(grade.id.rawValue), "title": grade.title.json,
                        "categories": .array(grade.categories.map { .string($0.rawValue) }),
                        "commitments": .array(
                            grade.commitments.map {
                                .members([
                                    "commitment": .string($0.id.rawValue), "calendar": .string($0.calendar.rawValue),
                                ])
                            }),
                    ])
                }),
        ])
    }
}

extension Title? {
    fileprivate var json: JSONValue {
        .object(
            Language.allCases.compactMap { language in
                self?.words[language].map { .init(key: language.rawValue, value: .string($0)) }
            })
    }
}
