import Assets
import Evidence

/// A file that stands in every page, with the hash by which the page's policy admits it.
struct PageAsset: Sendable {
    let text: String

    static let script = PageAsset("certificate/verify.js")
    static let style = PageAsset("certificate/page.css")

    private init(_ name: String) {
        var index: UInt = 0
        while let asset = yinuo_asset(index) {
            if String(cString: asset.pointee.name) == name {
                let bytes = UnsafeBufferPointer(start: asset.pointee.bytes, count: Int(asset.pointee.count))
                text = String(decoding: bytes, as: UTF8.self)
                return
            }
            index += 1
        }
        preconditionFailure("\(name) is not in this program; Sources/Assets/Assets.c embeds it")
    }

    /// `'sha256-…'` of what stands between the tags.
    /// - Source: W3C, Content Security Policy Level 3, 2.3.1.
    var source: String { "'sha256-\(TreeHash(bytes: Content.digest(Array(text.utf8)))!.base64)'" }
}
