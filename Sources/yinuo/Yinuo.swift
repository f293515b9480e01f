import ArgumentParser

@main
struct Yinuo: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "yinuo",
        abstract: "Runs the service commitments that a company writes on paper.",
        discussion: """
            A policy is one YAML file: what is promised, by when, and what a broken
            promise owes. Four policies are inside this program: standard,
            after-sales, service-rules, experience.

            Example: when is a complaint of Saturday 20:30 due?
              yinuo due --policy experience --grade complaint \\
                --at 2026-02-14T20:30:00+08:00
            Example: a made-up desk, what is due on it, and serving it
              yinuo generate --tickets 300 --desk desk.sqlite
              yinuo queue --desk desk.sqlite
              yinuo serve --desk desk.sqlite
            """,
        version: version,
        subcommands: [
            PolicyCommand.self, DueCommand.self, CalendarCommand.self, ReplayCommand.self, ServeCommand.self,
            DoctorCommand.self, StatusCommand.self, QueueCommand.self, SearchCommand.self, FiguresCommand.self,
            DeadLettersCommand.self,
            RecordsCommand.self, BackupCommand.self, RestoreCommand.self, ExportCommand.self, ImportCommand.self,
            MoveCommand.self, RebuildCommand.self, AccountCommand.self, EraseCommand.self, EvidenceCommand.self,
            CertificateCommand.self, WitnessCommand.self, GenerateCommand.self,
            ManualCommand.self,
        ])
}
