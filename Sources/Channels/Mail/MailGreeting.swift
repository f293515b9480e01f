import CCurl
import Domain

extension MailServer {
    /// Connects as a letter would, hears the greeting, takes TLS, and hangs up: nobody signs in and nothing is sent.
    /// - Returns: what stands in the way; nil if nothing does.
    public func greetingTrouble(as domain: String = "localhost", within limit: Duration = .seconds(10)) async -> String?
    {
        let threads = PostThreads("greeting", count: 1, waiting: 1)
        return await threads.run { greet($0, domain, limit) } ?? PostTrouble.tooManyWaiting(1).text
    }

    private func greet(_ curl: CurlHandle, _ domain: String, _ limit: Duration) -> String? {
        guard let handle = curl.handle else { return PostTrouble.notSetUp.text }
        curl_easy_reset(handle)
        setUp(handle, as: domain)
        _ = yinuo_curl_set_long(handle, CURLOPT_CONNECT_ONLY, 1)
        _ = yinuo_curl_set_long(handle, CURLOPT_TIMEOUT_MS, Int(limit.milliseconds))
        let code = curl_easy_perform(handle)
        return code == CURLE_OK ? nil : "\(String(cString: curl_easy_strerror(code))) (curl \(code.rawValue))"
    }

    /// Where it is and how it is spoken to, for whatever is done there.
    func setUp(_ handle: UnsafeMutableRawPointer, as domain: String) {
        func long(_ option: CURLoption, _ value: Int) { _ = yinuo_curl_set_long(handle, option, value) }
        func text(_ option: CURLoption, _ value: String) { _ = yinuo_curl_set_text(handle, option, value) }
        // The path is what the server is greeted with.
        text(CURLOPT_URL, "\(safety == .tls ? "smtps" : "smtp")://\(host):\(port)/\(domain)")
        text(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        text(CURLOPT_PROXY, "")
        long(CURLOPT_USE_SSL, Int(safety == .none ? CURLUSESSL_NONE.rawValue : CURLUSESSL_ALL.rawValue))
        if let authorities { text(CURLOPT_CAINFO, authorities) }
        long(CURLOPT_SSL_VERIFYPEER, 1)
        long(CURLOPT_SSL_VERIFYHOST, 2)
        long(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        long(CURLOPT_NOSIGNAL, 1)
    }
}
