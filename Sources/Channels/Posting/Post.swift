import CCurl
import Domain
import Foundation
import Synchronization

/// One POST by libcurl, or a GET where there is no body, on the thread that calls it.
///
/// Nothing here reads the environment: libcurl would take a proxy from it, and a proxy would resolve the name itself and
/// so go round the rule of destinations.
final class Post: Sendable {
    struct Request: Sendable {
        let url: String
        let headers: [String]
        /// Nil for a GET.
        let body: [UInt8]?
    }

    private let request: Request
    private let limits: PostLimits
    private let mayReachPrivate: Bool
    private let isCancelled = Atomic(false)
    // Written by libcurl's callbacks, which run on the thread of `perform`.
    private let received = Mutex<[UInt8]>([])
    private let refused = Atomic(0)
    private let opened = Atomic(0)

    init(_ request: Request, _ limits: PostLimits, mayReachPrivate: Bool) {
        self.request = request
        self.limits = limits
        self.mayReachPrivate = mayReachPrivate
    }

    /// Ends the transfer within about a second, from any thread.
    func cancel() { isCancelled.store(true, ordering: .relaxed) }

    typealias Outcome = Result<PostAnswer, PostTrouble>

    func perform(_ curl: CurlHandle) -> Outcome {
        guard !isCancelled.load(ordering: .relaxed) else { return .failure(.stopped) }
        guard let handle = curl.handle else { return .failure(.notSetUp) }
        curl_easy_reset(handle)
        let list = request.headers.reduce(nil as UnsafeMutablePointer<curl_slist>?) { curl_slist_append($0, $1) ?? $0 }
        defer { curl_slist_free_all(list) }
        return (request.body ?? []).withUnsafeBytes { body in
            set(handle, list, body)
            return judge(curl_easy_perform(handle), handle)
        }
    }

    private func set(
        _ handle: UnsafeMutableRawPointer, _ headers: UnsafeMutablePointer<curl_slist>?, _ body: UnsafeRawBufferPointer
    ) {
        func long(_ option: CURLoption, _ value: Int) { _ = yinuo_curl_set_long(handle, option, value) }
        func text(_ option: CURLoption, _ value: String) { _ = yinuo_curl_set_text(handle, option, value) }
        text(CURLOPT_URL, request.url)
        text(CURLOPT_PROTOCOLS_STR, "http,https")
        text(CURLOPT_PROXY, "")
        text(CURLOPT_USERAGENT, "yinuo")
        long(CURLOPT_DISALLOW_USERNAME_IN_URL, 1)
        long(CURLOPT_FOLLOWLOCATION, 0)
        if request.body == nil {
            long(CURLOPT_HTTPGET, 1)
        } else {
            long(CURLOPT_POST, 1)
            // An empty array has no address, and without one libcurl would ask a callback for the body.
            text(CURLOPT_POSTFIELDS, "")
            if let start = body.baseAddress { _ = yinuo_curl_set_pointer(handle, CURLOPT_POSTFIELDS, start) }
            long(CURLOPT_POSTFIELDSIZE, body.count)
        }
        _ = yinuo_curl_set_list(handle, CURLOPT_HTTPHEADER, headers)
        long(CURLOPT_CONNECTTIMEOUT_MS, Int(limits.connect.milliseconds))
        long(CURLOPT_TIMEOUT_MS, Int(limits.total.milliseconds))
        // Without it a time-out of the name's resolution would be a signal, which several threads can't share.
        long(CURLOPT_NOSIGNAL, 1)
        long(CURLOPT_SSL_VERIFYPEER, 1)
        long(CURLOPT_SSL_VERIFYHOST, 2)
        long(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        let me = Unmanaged.passUnretained(self).toOpaque()
        _ = yinuo_curl_set_write(handle, postWrite)
        _ = yinuo_curl_set_pointer(handle, CURLOPT_WRITEDATA, me)
        _ = yinuo_curl_set_open_socket(handle, postOpenSocket)
        _ = yinuo_curl_set_pointer(handle, CURLOPT_OPENSOCKETDATA, me)
        long(CURLOPT_NOPROGRESS, 0)
        _ = yinuo_curl_set_progress(handle, postProgress)
        _ = yinuo_curl_set_pointer(handle, CURLOPT_XFERINFODATA, me)
    }

    private func judge(_ code: CURLcode, _ handle: UnsafeMutableRawPointer) -> Outcome {
        var status = 0
        _ = yinuo_curl_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
        // Once the receiver has said how it went, a body that is too long or never ends takes nothing back.
        if status >= 200 {
            var type: UnsafePointer<CChar>?
            _ = yinuo_curl_get_text(handle, CURLINFO_CONTENT_TYPE, &type)
            return .success(
                PostAnswer(
                    status: status, type: type.map { String(cString: $0) } ?? "",
                    body: code == CURLE_OK ? received.withLock { $0 } : nil))
        }
        switch code {
        case CURLE_OK: return .failure(.hungUp)
        case CURLE_ABORTED_BY_CALLBACK: return .failure(.stopped)
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_URL_MALFORMAT: return .failure(.noWebAddress)
        case CURLE_LOGIN_DENIED: return .failure(.userInAddress)
        // A name may have several addresses: one that is allowed and down today may be up tomorrow.
        case CURLE_COULDNT_CONNECT where refused.load(ordering: .relaxed) > 0 && opened.load(ordering: .relaxed) == 0:
            return .failure(.privateAddress)
        default:
            // Neither libcurl's own buffer nor the address: both may hold what a subscriber keeps secret.
            return .failure(.noAnswer(code: Int(code.rawValue), text: String(cString: curl_easy_strerror(code))))
        }
    }

    /// - Returns: fewer than came, which ends the transfer, once there were too many.
    fileprivate func take(_ bytes: UnsafeBufferPointer<CChar>) -> Int {
        received.withLock { received in
            guard received.count + bytes.count <= limits.answerAtMost else { return 0 }
            received += bytes.lazy.map { UInt8(bitPattern: $0) }
            return bytes.count
        }
    }

    fileprivate var shallStop: Bool { isCancelled.load(ordering: .relaxed) }

    fileprivate func openSocket(_ pointer: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
        // In place: a copy would cut an address of version 6 off at the length of the struct.
        let raw = UnsafeRawPointer(pointer) + (MemoryLayout<curl_sockaddr>.offset(of: \.addr) ?? 0)
        let isAllowed =
            mayReachPrivate
            || PostDestinations.address(raw).map {
                PostDestinations.isPublic($0) && !PostDestinations.isOwn($0)
            } ?? false
        guard isAllowed else {
            refused.add(1, ordering: .relaxed)
            return CURL_SOCKET_BAD
        }
        opened.add(1, ordering: .relaxed)
        let kind = pointer.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue)
        return socket(pointer.pointee.family, kind, pointer.pointee.protocol)
    }
}

// libcurl's callbacks: functions of no actor, since a closure written on one would crash on the thread of a transfer.

private func postWrite(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ transfer: UnsafeMutableRawPointer?
) -> Int {
    guard let transfer else { return 0 }
    let bytes = UnsafeBufferPointer(start: bytes, count: size * count)
    return Unmanaged<Post>.fromOpaque(transfer).takeUnretainedValue().take(bytes)
}

private func postOpenSocket(
    _ transfer: UnsafeMutableRawPointer?, _ purpose: curlsocktype, _ address: UnsafeMutablePointer<curl_sockaddr>?
) -> curl_socket_t {
    guard let transfer, let address else { return CURL_SOCKET_BAD }
    return Unmanaged<Post>.fromOpaque(transfer).takeUnretainedValue().openSocket(address)
}

private func postProgress(
    _ transfer: UnsafeMutableRawPointer?, _ a: curl_off_t, _ b: curl_off_t, _ c: curl_off_t, _ d: curl_off_t
) -> Int32 {
    guard let transfer else { return 1 }
    return Unmanaged<Post>.fromOpaque(transfer).takeUnretainedValue().shallStop ? 1 : 0
}
