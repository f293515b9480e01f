/// What a file is by how it begins, whatever it is called.
enum FileKind: Sendable, CaseIterable {
    case png, jpeg, gif, webp, pdf, zip, text
    /// A machine or a shell would run it.
    case program
    case unknown

    /// - Source: the formats' own specifications; the same marks as WHATWG's MIME Sniffing has, and those of programs.
    init(_ bytes: [UInt8]) {
        let kinds: [(FileKind, [UInt8])] = [
            (.png, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]), (.jpeg, [0xFF, 0xD8, 0xFF]),
            (.gif, Array("GIF8".utf8)), (.pdf, Array("%PDF-".utf8)), (.zip, [0x50, 0x4B, 0x03, 0x04]),
            // ELF, Windows, Mach-O of either order and of several machines, a shell's script.
            (.program, [0x7F, 0x45, 0x4C, 0x46]), (.program, [0xFE, 0xED, 0xFA, 0xCE]),
            (.program, [0xFE, 0xED, 0xFA, 0xCF]), (.program, [0xCE, 0xFA, 0xED, 0xFE]),
            (.program, [0xCF, 0xFA, 0xED, 0xFE]), (.program, [0xCA, 0xFE, 0xBA, 0xBE]), (.program, Array("#!".utf8)),
        ]
        if let kind = kinds.first(where: { bytes.starts(with: $0.1) })?.0 {
            self = kind
        } else if bytes.starts(with: "MZ".utf8), Self.isWindowsProgram(bytes) {
            self = .program
        } else if bytes.starts(with: "RIFF".utf8), bytes.dropFirst(8).starts(with: "WEBP".utf8) {
            self = .webp
        } else if Self.isText(bytes) {
            self = .text
        } else {
            self = .unknown
        }
    }

    /// A text may begin with the same two letters, so the header's own pointer to the second one is followed.
    private static func isWindowsProgram(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 64 else { return false }
        let place = (0..<4).reduce(0) { $0 | Int(bytes[60 + $1]) << (8 * $1) }
        return place + 1 < bytes.count && bytes[place] == UInt8(ascii: "P") && bytes[place + 1] == UInt8(ascii: "E")
            || bytes.contains(0)
    }

    /// Of its first part: no byte that no text has, and UTF-8 up to a character that may be cut.
    private static func isText(_ bytes: [UInt8]) -> Bool {
        let isCut = bytes.count > 4_096
        var part = bytes.prefix(4_096)
        guard !part.isEmpty, part.allSatisfy({ $0 >= 0x20 || $0 == 9 || $0 == 10 || $0 == 13 }) else { return false }
        if isCut {
            while let last = part.last, last & 0xC0 == 0x80 { part = part.dropLast() }
            part = part.dropLast()
        }
        return String(validating: part, as: UTF8.self) != nil
    }

    /// Whether some system would run a file or obey it, by what it holds or by how its name ends: most scripts and shortcuts
    /// are plain text, and an office file with macros is an archive like any other.
    static func isProgram(_ bytes: [UInt8], called name: String) -> Bool {
        FileKind(bytes) == .program || programs.contains(ending(of: name))
    }

    /// Endings that open by running, by system and by what runs them.
    private static let programs: Set<String> = Set(
        """
        exe com scr pif cpl msi msp msix msixbundle appx appxbundle appinstaller application gadget
        bat cmd ps1 ps1xml ps2 psc1 psc2 psm1 psd1 vb vbe vbs js jse mjs ws wsf wsc wsh sct hta msh msh1
        lnk url scf inf reg msc chm hlp rdp diagcab xbap theme library-ms search-ms searchconnector-ms
        settingcontent-ms desktop webloc
        docm dotm xlsm xltm xlam xll pptm potm ppam ppsm sldm accde accdr ade adp mda mde vsto wll
        jar jnlp class apk ipa xpi crx py pyc pyw pyz pl rb php
        iso img vhd vhdx dmg pkg mpkg app appimage deb rpm run command tool action workflow scpt applescript
        sh bash csh ksh zsh fish
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    /// In small letters, as Windows reads it: dots and blanks at the end are none, and neither is the name of the file's own
    /// stream.
    static func ending(of name: String) -> String {
        var rest = name.lowercased()[...]
        while let last = rest.last {
            if rest.hasSuffix(ownStream) {
                rest = rest.dropLast(ownStream.count)
            } else if last == "." || last.isWhitespace {
                rest = rest.dropLast()
            } else {
                break
            }
        }
        return rest.lastIndex(of: ".").map { String(rest[rest.index(after: $0)...]) } ?? ""
    }

    private static let ownStream = "::$data"

    /// What a browser is told. Nothing that could run is ever called by its name.
    var type: String {
        switch self {
        case .png: "image/png"
        case .jpeg: "image/jpeg"
        case .gif: "image/gif"
        case .webp: "image/webp"
        case .pdf: "application/pdf"
        case .text, .zip, .program, .unknown: "application/octet-stream"
        }
    }
}
