import Domain
import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import Phrases
import Wire

/// Says why a request can't be read at all: what answers it else is a bare 400.
///
/// Nobody knows whose language it would have been in, so it is told in English. The connection ends afterwards: where the
/// next request would begin is unknown.
final class HeadFaults: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let bytesAtMost: Int
    private var fault: ServiceFault?

    init(_ bytesAtMost: Int) { self.bytesAtMost = bytesAtMost }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let error = error as? HTTPParserError {
            fault =
                switch error {
                case .headerOverflow: .headTooLarge(atMost: bytesAtMost)
                case .invalidMethod: .unknownMethod
                case .invalidVersion: .protocolVersion
                default: .unreadableHead
                }
        }
        context.fireErrorCaught(error)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard let fault, case .head(let head) = unwrapOutboundIn(data), HeadFaults.isBare(head) else {
            return context.write(data, promise: promise)
        }
        self.fault = nil
        let problem = fault.problem(in: .en)
        let body = ByteBuffer(string: problem.json.text + "\n")
        let headers: HTTPFields = [
            .contentType: Problem.type, .contentLength: String(body.readableBytes), .connection: "close",
            .cacheControl: "no-store", .xContentTypeOptions: "nosniff",
        ]
        context.write(
            wrapOutboundOut(.head(HTTPResponse(status: problem.status, headerFields: headers))), promise: nil)
        context.write(wrapOutboundOut(.body(body)), promise: promise)
    }

    /// What the server writes where no request could be read; whatever we answer has more headers.
    private static func isBare(_ head: HTTPResponse) -> Bool {
        head.status == .badRequest && head.headerFields[.contentLength] == "0" && head.headerFields.count == 2
    }
}
