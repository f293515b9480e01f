import CQRencode

/// A QR code as squares, dark ones true.
/// - Source: ISO/IEC 18004, by libqrencode; error correction M: a seventh of it may be worn off.
public struct QRCode {
    /// Squares of a side.
    let width: Int
    private let dark: [Bool]

    /// Nil for a text that no code holds.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty, let code = QRcode_encodeData(Int32(bytes.count), bytes, 0, QR_ECLEVEL_M) else {
            return nil
        }
        defer { QRcode_free(code) }
        width = Int(code.pointee.width)
        // Of each byte the lowest bit is the square; the others say what it is part of.
        dark = UnsafeBufferPointer(start: code.pointee.data, count: width * width).map { $0 & 1 == 1 }
    }

    /// Blank squares around it, as the standard asks.
    private static let margin = 4
    public var side: Int { width + 2 * QRCode.margin }

    /// The dark squares as a path of SVG, a rectangle for each run of a row.
    public var path: String {
        var path = ""
        for row in 0..<width {
            var column = 0
            while column < width {
                guard dark[row * width + column] else {
                    column += 1
                    continue
                }
                let start = column
                while column < width, dark[row * width + column] { column += 1 }
                path += "M\(start + QRCode.margin) \(row + QRCode.margin)h\(column - start)v1h-\(column - start)z"
            }
        }
        return path
    }
}
