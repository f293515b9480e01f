import Assets
import Evidence
import HTTPTypes
import Hummingbird
import NIOCore
import Pages
import Synchronization

/// Style and script of the pages, under the hash of their contents: whoever has one keeps it for ever, and a new version is
/// another address.
struct PageFiles: Sendable {
    private final class File: Sendable {
        let type: String
        let bytes: ByteBuffer
        private let small = Mutex<ByteBuffer?>(nil)

        init(type: String, bytes: ByteBuffer) {
            self.type = type
            self.bytes = bytes
        }

        /// Packed as small as can be, when somebody first asks: a start is not to wait for it.
        var packed: ByteBuffer? {
            small.withLock { small in
                if small == nil { small = Compression.gzip(bytes, level: Compression.best) }
                return small
            }
        }
    }

    private let files: [String: File]
    let addresses: Shell.Files

    /// Sheets in the order in which they overrule each other; scripts in the order in which they use each other. They are
    /// sent as one file each, since every request of a page costs a round trip.
    static let styles = [
        "tokens.css", "frame.css", "queue.css", "ticket.css", "customer.css", "access.css", "person.css", "figures.css",
    ]
    static let scripts = ["clocks.js", "stream.js", "live.js", "keys.js", "queue.js", "ticket.js", "figures.js"]

    init() {
        var files: [String: File] = [:]
        func add(_ names: [String], _ stem: String, _ ending: String, _ type: String) -> Address {
            let bytes = names.flatMap { PageFiles.embedded("pages/" + $0) }
            let name = "\(stem)-\(Content.hex(Content.digest(bytes)).prefix(16)).\(ending)"
            let buffer = ByteBuffer(bytes: bytes)
            files[name] = File(type: type, bytes: buffer)
            return .file(name)
        }
        addresses = Shell.Files(
            style: add(Self.styles, "style", "css", "text/css; charset=utf-8"),
            script: add(Self.scripts, "script", "js", "text/javascript; charset=utf-8"),
            worker: add(["stream.js", "worker.js"], "worker", "js", "text/javascript; charset=utf-8"),
            icon: add(["icon.svg"], "icon", "svg", "image/svg+xml"))
        self.files = files
    }

    func answer(_ name: String, _ request: Hummingbird.Request) -> Response? {
        guard let file = files[name] else { return nil }
        var headers: HTTPFields = [
            .contentType: file.type, .cacheControl: "public, max-age=31536000, immutable",
            .xContentTypeOptions: "nosniff", .vary: "Accept-Encoding",
        ]
        var body = file.bytes
        if Compression.isWanted(request.headers[.acceptEncoding]), let packed = file.packed {
            headers[.contentEncoding] = "gzip"
            body = packed
        }
        headers[.contentLength] = String(body.readableBytes)
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: body)).toward(request)
    }

    private static func embedded(_ name: String) -> UnsafeBufferPointer<UInt8> {
        var index: UInt = 0
        while let asset = yinuo_asset(index) {
            if String(cString: asset.pointee.name) == name {
                return UnsafeBufferPointer(start: asset.pointee.bytes, count: Int(asset.pointee.count))
            }
            index += 1
        }
        preconditionFailure("\(name) is not in this program; Sources/Assets/Assets.c embeds it")
    }
}
