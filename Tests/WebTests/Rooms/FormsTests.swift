import Desk
import Domain
import Support
import Testing

@testable import Pages
@testable import Web

/// Files come with forms as browsers send them, and stay files.
@Suite struct FormsTests {
    private static let boundary = "----WebKitFormBoundary7MA4YWxkTrZu0gW"
    private static let type = "multipart/form-data; boundary=" + boundary

    /// As a browser spells it.
    private static func body(_ parts: [(head: String, body: [UInt8])], end: String = "--\r\n") -> [UInt8] {
        var bytes: [UInt8] = []
        for part in parts {
            bytes += Array("--\(boundary)\r\nContent-Disposition: form-data; \(part.head)\r\n\r\n".utf8)
            bytes += part.body + Array("\r\n".utf8)
        }
        return bytes + Array("--\(boundary)\(end)".utf8)
    }

    @Test func `fields and files are read as they were sent`() throws {
        let hard = Array("\r\n--\(Self.boundary.dropLast())\r\n\r\n--\0\u{FF}".utf8) + [0x0D, 0x0A, 0x2D]
        let form = try #require(
            Multipart(
                Self.body([
                    ("name=\"text\"", Array("第一行\r\n第二行 & 100%".utf8)),
                    ("name=\"empty\"", []),
                    ("name=\"file\"; filename=\"a;b \\ %22c%22.png\"\r\nContent-Type: image/png", hard),
                    ("name=\"file\"; filename=\"合同 (终稿).pdf\"\r\nContent-Type: application/pdf", Array("%PDF-1".utf8)),
                    ("name=\"file\"; filename=\"\"\r\nContent-Type: application/octet-stream", []),
                ]), type: Self.type))
        #expect(form.pairs.map(\.name) == ["text", "empty"])
        #expect(form.pairs.map(\.value) == ["第一行\r\n第二行 & 100%", ""])
        #expect(form.files.map(\.name) == ["%22c%22.png".replacing("%22", with: "\""), "合同 (终稿).pdf"])
        #expect(form.files.map(\.bytes) == [hard, Array("%PDF-1".utf8)])
    }

    @Test(arguments: [
        ("no boundary", "multipart/form-data", FormsTests.body([("name=\"a\"", [0x31])])),
        ("another boundary", "multipart/form-data; boundary=x", FormsTests.body([("name=\"a\"", [0x31])])),
        ("cut off", FormsTests.type, FormsTests.body([("name=\"a\"", [0x31])], end: "")),
        ("no name", FormsTests.type, FormsTests.body([("filename=\"x\"", [0x31])])),
        ("no text", FormsTests.type, FormsTests.body([("name=\"a\"", [0xFF, 0xFE])])),
        ("nothing", FormsTests.type, []),
        ("too many fields", FormsTests.type, FormsTests.body((0...200).map { ("name=\"f\($0)\"", [0x31]) })),
    ])
    func `what is no form of ours is none`(what: String, type: String, bytes: [UInt8]) {
        #expect(Multipart(bytes, type: type) == nil, "\(what)")
    }

    @Test func `files that are too many are counted, and the first are kept`() throws {
        let sent = (0...10).map { (head: "name=\"file\"; filename=\"\($0)\"", body: [UInt8(0x31)]) }
        let form = try #require(Multipart(Self.body(sent), type: Self.type))
        #expect(form.filesSent == 11 && form.files.map(\.name) == (0..<10).map { "\($0)" })
    }

    @Test func `bytes are found wherever they stand`() {
        let wanted = Array("abcab".utf8)
        let search = ByteSearch(wanted)
        for length in 0..<40 {
            for place in 0...length {
                let bytes = Array(repeating: UInt8(ascii: "a"), count: place) + wanted + Array("babcababc".utf8)
                #expect(search.first(in: bytes, from: 0) == place)
                #expect(search.first(in: bytes, from: place + 1) == place + 6, "\(length) \(place)")
            }
        }
        #expect(search.first(in: Array("abcaabca".utf8), from: 0) == nil)
    }

    @Test(
        arguments: [
            ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0], FileKind.png), ([0xFF, 0xD8, 0xFF, 0xE0], .jpeg),
            (Array("GIF89a".utf8), .gif), (Array("RIFF\0\0\0\0WEBPVP8 ".utf8), .webp), (Array("%PDF-1.7".utf8), .pdf),
            ([0x50, 0x4B, 3, 4], .zip), ([0x7F, 0x45, 0x4C, 0x46, 2], .program), (Array("#!/bin/sh\n".utf8), .program),
            (Array("MZ".utf8) + Array(repeating: 0, count: 62), .program),
            (Array("MZ is short for Mozambique.".utf8), .text),
            ([0xCA, 0xFE, 0xBA, 0xBE, 0], .program), (Array("<script>alert(1)</script>".utf8), .text),
            (Array("日志：一切正常\n".utf8), .text), (Array(String(repeating: "日", count: 3_000).utf8), .text),
            ([0, 1, 2, 3], .unknown), ([], .unknown),
        ] as [([UInt8], FileKind)])
    func `a file is what it begins with`(bytes: [UInt8], kind: FileKind) {
        #expect(FileKind(bytes) == kind)
        if kind == .text || kind == .program { #expect(kind.type == "application/octet-stream") }
    }

    @Test(arguments: [
        ("report.pdf", "report.pdf", "attachment.report.pdf"), ("合同.pdf", "合同.pdf", "attachment.file-1.pdf"),
        ("C:\\Users\\me\\scan 1.PNG", "scan 1.PNG", "attachment.file-1.PNG"),
        ("../../etc/passwd", "passwd", "attachment.passwd"),
        ("..", "file", "attachment.file"), ("", "file", "attachment.file"),
        ("gpj.\u{202E}exe", "gpj.exe", "attachment.gpj.exe"), ("a\r\nb.txt", "ab.txt", "attachment.ab.txt"),
        ("noend.", "noend.", "attachment.noend."),
    ])
    func `a name is kept as it reads, and its field is plain`(sent: String, name: String, field: String) {
        let attachment = Attachment(sent, [1])
        #expect(attachment.name == name)
        let texts = Attachment.texts([attachment])
        #expect(texts.last?.field == field)
        #expect(texts.allSatisfy { $0.field.utf8.count <= 64 })
        #expect(texts.count == (field.hasPrefix("attachment.file-") ? 2 : 1))
    }

    @Test(arguments: [
        "a.js", "a.HTA", "a.vbs", "a.ps1", "a.cmd", "a.bat.", "a.exe . .", "a.exe::$DATA", "a.exe::$data. ", "a.lnk",
        "a.url", "a.scr", "a.docm", "a.xll", "a.iso", "a.desktop", "report.pdf.exe", ".bat", "a.settingcontent-ms",
    ])
    func `a program is known by how its name ends, whatever it holds`(name: String) {
        for bytes in [Array("MZ".utf8), Array("hello".utf8), [0x50, 0x4B, 3, 4], []] {
            #expect(FileKind.isProgram(bytes, called: Attachment(name, bytes).name), "\(name)")
        }
    }

    @Test(arguments: ["a.txt", "exe", "a.exe.txt", "a.docx", "a.json", "日志.log", "a.", "", "js.", "photo.of.exe.png"])
    func `what only reads like a program is none`(name: String) {
        #expect(!FileKind.isProgram(Array("hello".utf8), called: name), "\(name)")
        #expect(FileKind.isProgram(Array("#!/bin/sh\n".utf8), called: name), "\(name): what it holds counts as well")
    }

    @Test(arguments: [
        (String(repeating: "长", count: 200) + ".pdf", String(repeating: "长", count: 146) + ".pdf"),
        (String(repeating: "a", count: 300) + ".exe", String(repeating: "a", count: 146) + ".exe"),
        (String(repeating: "a", count: 300), String(repeating: "a", count: 150)),
        ("a." + String(repeating: "b", count: 300), "a." + String(repeating: "b", count: 148)),
        (String(repeating: "a", count: 146) + ".pdf", String(repeating: "a", count: 146) + ".pdf"),
    ])
    func `a long name keeps how it ends`(sent: String, kept: String) {
        #expect(Attachment(sent, [1]).name == kept)
    }

    @Test func `two files of one name are both kept`() {
        let texts = Attachment.texts([Attachment("a.txt", [1]), Attachment("a.txt", [2]), Attachment("日.txt", [3])])
        #expect(Set(texts.map(\.field)).count == texts.count)
        #expect(texts.filter { $0.field.hasPrefix("attachment.") }.map(\.payload) == [[1], [2], [3]])
    }

    @Test func `a name travels in a header as the standard has it`() {
        #expect(
            Attachment.disposition("合同 \"v2\".pdf")
                == "attachment; filename=\"__ _v2_.pdf\"; filename*=UTF-8''%E5%90%88%E5%90%8C%20%22v2%22.pdf")
    }
}
