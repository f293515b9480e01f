import CCurl
import Desk
import Domain
import Synchronization

/// Hands letters in at a mail server, each once. Its threads end when it is let go.
public final class MailSender: Sendable {
    private let server: MailServer
    private let threads: PostThreads
    private let connect: Duration
    private let total: Duration

    /// - Parameters:
    ///   - connect: how long the server may take to answer at all.
    ///   - total: from the look-up to the server's last word.
    public init(_ server: MailServer, connect: Duration = .seconds(10), total: Duration = .seconds(60)) {
        self.server = server
        self.connect = connect
        self.total = total
        threads = PostThreads("mail", count: 2, waiting: 1_024)
    }

    /// When the task is cancelled it ends within about a second, as failed.
    public func send(_ message: MailMessage) async -> Delivery {
        let bytes = message.bytes
        guard bytes.count <= MailMessage.bytesAtMost else {
            return .impossible(cause: "the letter has \(bytes.count) bytes, more than a mail server takes")
        }
        let transfer = MailTransfer(message.from, message.to, bytes, server, connect, total)
        return await withTaskCancellationHandler {
            await threads.run { transfer.perform($0) }
                ?? .failed(cause: PostTrouble.tooManyWaiting(1_024).text)
        } onCancel: {
            transfer.cancel()
        }
    }
}

/// One letter by libcurl, on the thread that calls it.
private final class MailTransfer: Sendable {
    private let from: MailAddress
    private let to: MailAddress
    private let bytes: [UInt8]
    private let server: MailServer
    private let connect: Duration
    private let total: Duration
    private let sent = Atomic(0)
    private let isCancelled = Atomic(false)

    init(
        _ from: MailAddress, _ to: MailAddress, _ bytes: [UInt8], _ server: MailServer, _ connect: Duration,
        _ total: Duration
    ) {
        self.from = from
        self.to = to
        self.bytes = bytes
        self.server = server
        self.connect = connect
        self.total = total
    }

    func cancel() { isCancelled.store(true, ordering: .relaxed) }
    var shallStop: Bool { isCancelled.load(ordering: .relaxed) }

    func perform(_ curl: CurlHandle) -> Delivery {
        guard !shallStop else { return .failed(cause: PostTrouble.stopped.text) }
        guard let handle = curl.handle else { return .failed(cause: PostTrouble.notSetUp.text) }
        curl_easy_reset(handle)
        let recipients = curl_slist_append(nil, "<\(to.text)>")
        defer { curl_slist_free_all(recipients) }
        set(handle, recipients)
        let code = curl_easy_perform(handle)
        var reply = 0
        _ = yinuo_curl_get_long(handle, CURLINFO_RESPONSE_CODE, &reply)
        if code == CURLE_OK { return .delivered }
        if code == CURLE_ABORTED_BY_CALLBACK { return .failed(cause: PostTrouble.stopped.text) }
        // Never the server's own words: they hold the address.
        let cause = "\(String(cString: curl_easy_strerror(code))) (curl \(code.rawValue), reply \(reply))"
        // The mail box is not there, is not taken, or the letter is not.
        return [550, 551, 552, 553, 556].contains(reply) ? .impossible(cause: cause) : .failed(cause: cause)
    }

    private func set(_ handle: UnsafeMutableRawPointer, _ recipients: UnsafeMutablePointer<curl_slist>?) {
        func long(_ option: CURLoption, _ value: Int) { _ = yinuo_curl_set_long(handle, option, value) }
        func text(_ option: CURLoption, _ value: String) { _ = yinuo_curl_set_text(handle, option, value) }
        server.setUp(handle, as: String(from.domain))
        if let user = server.user {
            text(CURLOPT_USERNAME, user)
            text(CURLOPT_PASSWORD, server.password ?? "")
        }
        text(CURLOPT_MAIL_FROM, "<\(from.text)>")
        _ = yinuo_curl_set_list(handle, CURLOPT_MAIL_RCPT, recipients)
        long(CURLOPT_UPLOAD, 1)
        long(CURLOPT_CONNECTTIMEOUT_MS, Int(connect.milliseconds))
        long(CURLOPT_TIMEOUT_MS, Int(total.milliseconds))
        // A server that waited is gone by then.
        long(CURLOPT_MAXAGE_CONN, 20)
        sent.store(0, ordering: .relaxed)
        let me = Unmanaged.passUnretained(self).toOpaque()
        _ = yinuo_curl_set_read(handle, mailRead)
        _ = yinuo_curl_set_pointer(handle, CURLOPT_READDATA, me)
        _ = yinuo_curl_set_write(handle, mailDrop)
        long(CURLOPT_NOPROGRESS, 0)
        _ = yinuo_curl_set_progress(handle, mailProgress)
        _ = yinuo_curl_set_pointer(handle, CURLOPT_XFERINFODATA, me)
    }

    /// Only the thread of `perform` comes here.
    fileprivate func give(_ buffer: UnsafeMutablePointer<CChar>, _ room: Int) -> Int {
        let place = sent.load(ordering: .relaxed)
        let count = min(room, bytes.count - place)
        bytes[place..<place + count].withUnsafeBytes { part in
            if let start = part.baseAddress {
                UnsafeMutableRawPointer(buffer).copyMemory(from: start, byteCount: count)
            }
        }
        sent.store(place + count, ordering: .relaxed)
        return count
    }
}

// libcurl's callbacks: functions of no actor, since a closure written on one would crash on the thread of a transfer.

private func mailRead(
    _ buffer: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ transfer: UnsafeMutableRawPointer?
) -> Int {
    guard let buffer, let transfer else { return 0 }
    return Unmanaged<MailTransfer>.fromOpaque(transfer).takeUnretainedValue().give(buffer, size * count)
}

private func mailDrop(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ transfer: UnsafeMutableRawPointer?
) -> Int { size * count }

private func mailProgress(
    _ transfer: UnsafeMutableRawPointer?, _ a: curl_off_t, _ b: curl_off_t, _ c: curl_off_t, _ d: curl_off_t
) -> Int32 {
    guard let transfer else { return 1 }
    return Unmanaged<MailTransfer>.fromOpaque(transfer).takeUnretainedValue().shallStop ? 1 : 0
}
