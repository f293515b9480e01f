import Domain
import Phrases

/// What the company promises, by the kind of matter: the policy in force, in words that can be read aloud.
public struct PromisesPage: Page {
    public struct Grade: Hashable, Sendable {
        public let title: String
        /// The kinds of matters that it is for.
        public let matters: [String]
        /// Titles with their sentences.
        public let promises: [Promise]
        /// What a customer gets if one of them is broken; nil where that is nothing.
        public let amends: String?
        public init(title: String, matters: [String], promises: [Promise], amends: String? = nil) {
            self.title = title
            self.matters = matters
            self.promises = promises
            self.amends = amends
        }
    }
    public struct Promise: Hashable, Sendable {
        public let title: String
        public let sentence: String
        public init(title: String, sentence: String) {
            self.title = title
            self.sentence = sentence
        }
    }
    public struct Policy: Hashable, Sendable {
        public let title: String
        public let version: String
        public let grades: [Grade]
        /// How much that may be in all; nil where nothing bounds it.
        public let ceiling: String?
        public init(title: String, version: String, grades: [Grade], ceiling: String? = nil) {
            self.title = title
            self.version = version
            self.grades = grades
            self.ceiling = ceiling
        }
    }
    public let policies: [Policy]
    public init(policies: [Policy]) { self.policies = policies }

    public var kind: PageKind { .sheet }
    public func title(_ reader: Reader) -> String { reader(.promises) }

    public func body(_ html: inout Markup, _ shell: Shell) {
        let reader = shell.reader
        html.element("h1", text: reader(.promises))
        html.element("p", .class("lead"), text: reader(.promisesHint))
        for policy in policies {
            html.element("section", .class("policy")) { html in
                html.element("h2") { html in
                    html.text(policy.title)
                    html.element("small", text: policy.version)
                }
                for grade in policy.grades {
                    html.element("details") { html in
                        html.element("summary") { html in
                            html.element("b", text: grade.title)
                            if !grade.matters.isEmpty { html.element("small", text: reader.words.row(grade.matters)) }
                        }
                        html.element("dl") { html in
                            for promise in grade.promises {
                                html.element("dt", text: promise.title)
                                html.element("dd", text: promise.sentence)
                            }
                        }
                        if let amends = grade.amends {
                            html.element("p", .class("amends")) { html in
                                html.element("b", text: reader(.amendsIf))
                                html.element("span", text: amends)
                            }
                        }
                    }
                }
                if let ceiling = policy.ceiling { html.element("p", .class("hint"), text: ceiling) }
            }
        }
    }
}
