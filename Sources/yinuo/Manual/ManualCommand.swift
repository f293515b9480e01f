import ArgumentParser
import Domain
import Foundation

struct ManualCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manual", abstract: "Prints this program's manual, as man reads it.",
        discussion: """
            Example:
              yinuo manual serve | man -l -
              yinuo manual --folder /usr/local/share/man/man1
            With --folder it writes a page for the program and one for each command,
            yinuo.1, yinuo-serve.1 and so on; pages of before are replaced.
            """)

    @Argument(help: "The command; none for the program's own page.", completion: .list(ManualPage.commands))
    var command: String?
    @Option(help: "Write all pages there instead.", completion: .directory) var folder: String?

    func validate() throws {
        guard let command, !ManualPage.commands.contains(command) else { return }
        let hint = nearest(to: command, among: ManualPage.commands).map { " Did you mean \($0)?" } ?? ""
        throw ValidationError("There is no command \"\(command)\".\(hint)")
    }

    func run() throws {
        let pages = try ManualPage.all()
        guard let folder else {
            let name = ["yinuo"] + [command].compactMap(\.self)
            for page in pages where page.name == name { Output.bytes(Array(page.text.utf8)) }
            return
        }
        for page in pages {
            let file = URL(fileURLWithPath: folder).appendingPathComponent(page.fileName)
            do { try Data(page.text.utf8).write(to: file, options: .atomic) } catch {
                throw Complaint("\(file.path) can't be written. Make the folder, or check its rights.")
            }
        }
        print("\(pages.count) pages in \(folder)")
    }
}
