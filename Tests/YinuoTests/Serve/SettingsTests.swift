import Domain
import Edges
import Storage
import Support
import Testing
import Web

@testable import yinuo

struct SettingsTests {
    private func read(
        _ flags: [SettingKey: String] = [:], _ environment: [String: String] = [:], file: String? = nil
    ) throws(SettingFaults) -> Settings {
        try Settings.read(flags: flags, environment: environment, file: file.map { ("s.yaml", Array($0.utf8)) })
            .settings
    }

    private func faults(
        _ flags: [SettingKey: String] = [:], _ environment: [String: String] = [:], file: String? = nil
    ) -> [String] {
        do {
            _ = try read(flags, environment, file: file)
            return []
        } catch {
            return error.faults.map(\.description)
        }
    }

    private static let witness = "witness.example/w1+e4ef9530+BMqAvk9+LDY0O5lQasyOiMV5oPBqchc/kaLWevp51Jg2"
    private static let log = "log.example/svc+0c573d65+AUFKYMvghqNhWDs8DUEHCWGCTcd+vBn/93BSNqRfDku1"

    @Test(arguments: [
        (SettingKey.evidenceWitnesses, "https://w.example", "it does not read VKEY URL"),
        (.evidenceWitnesses, "\(witness) w.example", "it does not read VKEY URL"),
        (.evidenceWitnesses, "\(witness) https://", "it does not read VKEY URL"),
        (.evidenceWitnesses, "w.example+00000000+AAAA https://w.example", "neither an Ed25519 key of a log"),
        (.evidenceWitnesses, "\(log) https://w.example", "log.example/svc is the key of a log (01)"),
        (.evidenceTimestamps, "tsa.example", "is not an address for evidence-timestamps. Write one with http://"),
        (.evidenceTimestamps, "ftp://tsa.example", "is not an address"),
        (.evidenceTimestamps, "http:///x", "is not an"),
    ]) func `outsiders that can't be asked are refused`(_ key: SettingKey, _ text: String, _ words: String) {
        let found = faults([key: text])
        #expect(found.count == 1 && found[0].hasPrefix("--\(key.name): ") && found[0].contains(words), "\(found)")
    }

    @Test func `nothing said is the defaults`() throws {
        let settings = try read([:], ["HOME": "/root", "PATH": ""], file: "# nothing\n")
        #expect(settings == (try read()))
        #expect(settings.desk == .file("yinuo.sqlite"))
        #expect(settings.listen == ListenAddress(host: "127.0.0.1", port: 8_460))
        #expect(settings.policies == ["standard", "after-sales", "service-rules", "experience"])
        #expect(settings.shutdownGrace == .seconds(10))
        #expect(!settings.listenBeyondLoopback && !settings.webhooksToPrivateAddresses)
    }

    /// Every key in every place, so that none is forgotten in one of them.
    @Test(arguments: SettingKey.allCases)
    func `a flag wins over the environment, that over the file, that over the default`(key: SettingKey) throws {
        let words: [String] =
            switch key.kind {
            case .path, .names: ["a", "b", "c"]
            case .witnesses: ["https://a", "https://b", "http://c"].map { "\(Self.witness) \($0)" }
            case .address: ["a:1", "b:2", "[::1]:3"]
            case .flag: ["true", "false", "true"]
            case .level: ["debug", "error", "trace"]
            case .format: ["json", "text", "json"]
            case .duration: ["1s", "250ms", "2m"]
            case .count: ["1", "2", "0"]
            case .url: ["http://a", "https://b.example", "https://c.example/d"]
            case .mailServer: ["smtp://a", "smtps://user@b:466", "smtp+plain://[::1]:25"]
            case .mailAddress: ["a@x.example", "b@x.example", "c@x.example"]
            case .language: ["zh", "ja", "ko"]
            }
        let file = "\(key.name): \(SettingFile.scalar(words[0]))\n"
        let environment = [key.environmentName: words[1]]
        #expect(try read(file: file) == (try read([key: words[0]])))
        #expect(try read([:], environment, file: file) == (try read([key: words[1]])))
        #expect(try read([key: words[2]], environment, file: file) == (try read([key: words[2]])))
        #expect(try read([key: words[0]]) != (try read([key: words[1]])))
    }

    @Test(arguments: [
        ("lisen: 127.0.0.1:1", #"s.yaml:1:1: There is no setting "lisen". Did you mean listen?"#),
        (
            "desk: a\n  \ncache-ticket: 3",
            #"s.yaml:3:1: There is no setting "cache-ticket". Did you mean cache-tickets?"#
        ),
        (
            "desk: a\nlisten:   8460",
            """
            s.yaml:2:11: "8460" is not an address to listen on for listen. \
            Write a host and a port, as in 127.0.0.1:8460 or [::1]:8460.
            """
        ),
        ("log-level: wanring", #"s.yaml:1:12: "wanring" is not one of its words for log-level. Did you mean warning?"#),
        (
            "log-format: xml",
            #"s.yaml:1:13: "xml" is not one of its words for log-format. Write one of text, json."#
        ),
        (
            "listen-beyond-loopback: yes",
            #"s.yaml:1:25: "yes" is not true or false for listen-beyond-loopback. Write true or false."#
        ),
        ("desk: ''", "s.yaml:1:7: desk is empty. Write the path of a file, or postgresql://USER@HOST/DATABASE."),
        ("desk: [a]", "s.yaml:1:7: This is no value for desk. Write a single word."),
        ("desk: &a b", "s.yaml:1:7: This is no value for desk. Write a single word."),
        ("policies: [[a]]", "s.yaml:1:11: This is no value for policies. Write words with commas between them."),
        (
            "policies: [a, a]",
            #"s.yaml:1:11: "a,a" is not a list of names for policies. Name them with commas between them and none twice."#
        ),
        ("- a", "s.yaml:1:1: Settings are a mapping of keys to values. Write, for example, desk: yinuo.sqlite"),
        (
            "desk: a\ndesk: b",
            "s.yaml:1:1: The key desk stands here twice. Write a key, a colon, a space and a value on each line."
        ),
    ])
    func `a fault in the file has its place, its cause and its cure`(file: String, fault: String) {
        #expect(faults(file: file) == [fault])
    }

    @Test(arguments: [
        ("YINUO_LISEN", "x", #"environment: There is no setting "YINUO_LISEN". Did you mean YINUO_LISTEN?"#),
        (
            "YINUO_SHUTDOWN_GRACE", "10",
            #"YINUO_SHUTDOWN_GRACE: "10" is not a duration for shutdown-grace. Write a number with ms, s or m, as in 10s, at most 10m."#
        ),
        (
            "YINUO_CACHE_TICKETS", "-1",
            #"YINUO_CACHE_TICKETS: "-1" is not a count for cache-tickets. Write a whole number from 0 to 100000000."#
        ),
        ("YINUO_DESK", "", "YINUO_DESK: desk is empty. Write the path of a file, or postgresql://USER@HOST/DATABASE."),
    ])
    func `a fault in the environment names the variable`(name: String, text: String, fault: String) {
        #expect(faults([:], [name: text]) == [fault])
    }

    @Test func `a fault of a flag names the flag`() {
        #expect(
            faults([.logFormat: "jsn"]) == [
                #"--log-format: "jsn" is not one of its words for log-format. Did you mean json?"#
            ])
    }

    @Test func `all faults are told at once, but not those that something stronger hides`() {
        let all = faults(
            [.cacheTickets: "x"], ["YINUO_DESC": "a", "YINUO_LISTEN": "?"], file: "lok: 1\nlog-level: loud")
        #expect(all.count == 5, "\(all)")
        #expect(faults([.logLevel: "info"], [:], file: "log-level: loud").isEmpty)
        #expect(faults([:], ["YINUO_SETTINGS": "s.yaml"]).isEmpty)
    }

    @Test(arguments: [
        "", "\u{0}", "a: [", "\t", "? x", "{", String(repeating: "[", count: 60_000),
        String(repeating: "a", count: 70_000),
        String(repeating: "- ", count: 30_000), String(repeating: "? ", count: 30_000), "a: *b", "<<: {desk: x}",
        "1: 2", "~: ~", "[desk]: a", "desk: !!int x",
    ])
    func `no file, however odd, ends the program`(file: String) {
        _ = faults(file: file)
        for length in 0..<min(file.utf8.count, 32) { _ = faults(file: String(file.prefix(length))) }
    }

    @Test(arguments: [
        "desk: /var/lib/yinuo/desk.sqlite\npolicies: [standard, ./mine.yaml]\nlisten: '[::1]:0'\nshutdown-grace: 1500ms",
        "desk: '-: # odd \"name\" 一'\ncache-tickets: 0\nshutdown-grace: 0s\nlog-level: critical",
        "",
    ])
    func `what is printed can be read again`(file: String) throws {
        let first = try Settings.read(
            flags: [.logFormat: "json"], environment: ["YINUO_LISTEN_BEYOND_LOOPBACK": "true"],
            file: ("s.yaml", Array(file.utf8)))
        #expect(try read(file: first.text) == first.settings, "\(first.text)")
        #expect(first.text.contains("log-format: json  # --log-format\n"))
        #expect(first.text.contains("listen-beyond-loopback: true  # YINUO_LISTEN_BEYOND_LOOPBACK\n"))
    }

    @Test(arguments: [
        "postgresql://u:secret@h/d", "postgres://u:secret@h1:5432,h2/d?target_session_attrs=read-write",
        "postgresql://u@h/d?password=secret", "postgresql://u:12secret@34secret@h/d", "postgresql://u:12/secret@h/d",
        "postgresql://u:%zzsecret@h/d", "postgre://u:secret@h/d", "host=h password=secret", "postgresql://:secret@h/d",
        "postgresql://u:secret@[::1/d", "postgresql://u:secret@h/d?unknown=1",
    ])
    func `a password is never shown, in whatever it stands`(url: String) throws {
        do throws(SettingFaults) {
            let reading = try Settings.read(environment: ["YINUO_DESK": url])
            #expect(!reading.text.contains("secret") && !reading.settings.desk.name.contains("secret"))
            #expect(reading.text.contains("postgres"), "\(reading.text)")
        } catch {
            #expect(!error.description.contains("secret"), "\(error.description)")
            #expect(error.description.contains("postgresql://USER@HOST/DATABASE"))
        }
    }

    @Test(
        arguments: [
            ("127.0.0.1:8080", nil, "http://127.0.0.1:8080"), ("10.1.2.3:80", nil, "http://10.1.2.3:80"),
            ("0.0.0.0:8080", nil, nil), ("[::]:8080", nil, nil), ("127.0.0.1:0", nil, nil),
            ("0.0.0.0:8080", "https://desk.example.com", "https://desk.example.com"),
        ] as [(String, String?, String?)])
    func `no link begins with what means every address`(_ listen: String, _ url: String?, _ base: String?) throws {
        var flags: [SettingKey: String] = [.listen: listen]
        flags[.publicURL] = url
        #expect(try read(flags).base == base)
    }

    @Test func `a demo's certificates are issued by a company that is made up, unless somebody names one`() throws {
        func company(_ flags: [SettingKey: String]) throws -> String? {
            try Settings.read(flags: flags).forDemo.settings.company
        }
        #expect(try company([:])?.contains("Example") == true)
        #expect(try company([.company: "Ours Ltd"]) == "Ours Ltd")
        #expect(try company([.company: Settings.none]) == nil, "who wants none has none")
        #expect(try Program.run(["serve", "--demo", "--print-settings"]).output.contains("Example Service Ltd."))
        #expect(try Program.run(["serve", "--print-settings"]).output.contains("company: none  # default"))
    }

    @Test func `a desk in a file has its register beside it, one in a database where it is told to`() throws {
        #expect(try read([.desk: "d.sqlite"]).register?.path == "d.sqlite.erasures")
        #expect(try read([.desk: "postgresql:///d"]).register == nil)
        #expect(try read([.desk: "postgresql:///d", .erasureRegister: "e"]).register?.path == "e")
        #expect(try read([.desk: "d.sqlite", .erasureRegister: "e"]).register?.path == "e")
    }

    @Test(arguments: SettingKey.allCases)
    func `the manual has every setting`(key: SettingKey) {
        let row = "| `\(key.name)` | `\(key.environmentName)` | `\(key.standard)` |"
        #expect(Fixture.text("docs/operations.md").contains(row), "docs/operations.md lacks the row \(row)")
    }
}
