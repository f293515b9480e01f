import Foundation
import Hummingbird

/// Answers every request with the same few bytes: what the framework, the system and the other end take of one, to be set
/// against what a request costs the desk. Started as `yinuo serve` is, it tells its address as that does.
@main
enum BareServer {
    static func main() async throws {
        let responder = CallbackResponder { (_: Request, _: BasicRequestContext) in
            Response(
                status: .ok, headers: [.contentType: "application/json"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: "{\"status\":\"ok\"}")))
        }
        let service = Application(
            responder: responder, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in
                print("listening on http://127.0.0.1:\(channel.localAddress?.port ?? 0)")
                fflush(nil)
            })
        try await service.runService()
    }
}
