import Domain

extension Japanese {
    func words(for fault: ServiceFault) -> (cause: String, cure: String) {
        switch fault {
        case .notFound: ("このアドレスには何もないか、あなたのものではありません。", "/api の説明を見てください。")
        case .method(let methods): ("このアドレスではそのメソッドを使えません。", "\(or(methods))を使ってください。")
        case .address: ("アドレスがパーセント符号化されたUTF-8ではありません。", "RFC 3986に従って符号化してください。")
        case .query: ("クエリがパーセント符号化されたUTF-8ではありません。", "RFC 3986に従って符号化してください。")
        case .notText: ("本文がUTF-8ではありません。", "UTF-8で送ってください。")
        case .notJSON(let column, _): ("本文がJSONではありません。\(column)桁目から読めません。", "JSONの値を一つ送ってください。")
        case .cutOff: ("本文の途中でリクエストが切れました。", "もう一度送ってください。")
        case .lastEventID: ("Last-Event-ID がジャーナルの位置ではありません。", "最後に届いたidを送るか、外してください。")
        case .purpose: ("Purpose が決められたものではありません。", "\(or(Purpose.allCases.map(\.rawValue)))を使ってください。")
        case .key: ("Idempotency-Key が空か、長すぎるか、使えない文字を含んでいます。", "UUIDを送ってください。")
        case .version: ("If-Match がこのサービスのETagではありません。", "受け取ったままの値（\"v12\" など）を送ってください。")
        case .notHeeded(let header):
            ("この操作は \(header) を扱いません。", "外してください。扱う操作は /api の説明にあります。")
        case .nobody: ("誰からのリクエストか分かりません。", "Authorization: Bearer TOKEN を送るか、サインインしてください。")
        case .noToken: ("Authorization にトークンがありません。", "Authorization: Bearer TOKEN を送ってください。")
        case .noForm: ("リクエストにセッションの合言葉がありません。", "GET /me の csrf を X-CSRF-Token に入れて送ってください。")
        case .right(let right): ("権限 \(right.rawValue) が必要です。", askForRight)
        case .rightBesides(let right): ("さらに権限 \(right.rawValue) が必要です。", askForRight)
        case .customersMayNot: ("顧客はこの操作を行えません。", "担当者に問い合わせてください。")
        case .type(let types): ("本文の種類が違います。", "Content-Type: \(or(types)) を送ってください。")
        case .packed: ("本文に Content-Encoding があります。", "圧縮せずに送ってください。")
        case .tooLarge(let most): ("本文が\(most)バイトを超えています。", "一度に送る量を減らしてください。")
        case .tooMany(let seconds): ("ここからのリクエストが多すぎます。", "\(seconds)秒待ってください。")
        case .changed(let version):
            ("その間に変更されました（現在の版は \(version)）。", "読み直して、新しいETagを If-Match に入れて送ってください。")
        case .slow: ("リクエストが時間内に届きませんでした。", "途切れずに送ってください。")
        case .away: ("いまはデスクにつながりません。", "やり直してください。キーがあれば同じキーを使ってください。")
        case .contended: ("ほかの人が繰り返し変更しています。", "やり直してください。キーがあれば同じキーを使ってください。")
        case .defect(let number): ("サービス自体に問題があります。", "番号 \(number) を運用者に伝えてください。")
        case .policy(let count): ("このファイルはポリシーではありません。誤りが\(count)か所あります。", "それぞれの説明に従って直してください。")
        case .sessionOnly: ("トークンではなく、セッションで行う操作です。", "サインインしてください。")
        case .accountOnly: ("顧客に第二要素はありません。", "アカウントでサインインしてください。")
        case .noIssuer: ("ここでは証明書を発行していません。", "運用者が company と evidence-key を設定してください。")
        case .noLogKey: ("ログの鍵が手元にありません。", "運用者に問い合わせてください。")
        case .notSealed: ("最後の事実がまだ封じられていません。", "1秒後にやり直してください。")
        case .notFinished(let state): ("チケットの状態は\(self.state(state))です。", "先に解決するか、完了するか、取り消してください。")
        case .noMail:
            ("このデスクはメールを送りません。", "運用者が mail-server と mail-from を設定するか、リンクを別の方法で渡してください。")
        case .headTooLarge(let most):
            ("アドレスとヘッダーが\(most)バイトを超えているか、多すぎます。", "ヘッダーを減らし、短くしてください。")
        case .unknownMethod: ("そのメソッドはこのサービスにありません。", "/api の説明を見てください。")
        case .transferCoding: ("その Transfer-Encoding はこのサービスにありません。", "chunked にするか、長さを付けて送ってください。")
        case .protocolVersion: ("別の版のHTTPです。", "HTTP/1.1で送ってください。")
        case .unreadableHead:
            (
                "HTTP/1.1として読めません。",
                "本文には Content-Length か Transfer-Encoding: chunked の一方だけを付けて送ってください。"
            )
        }
    }

    private var askForRight: String { "管理者に権限を求めるか、その権限のあるトークンを使ってください。" }

    func words(for fault: FormFault) -> (cause: String, cure: String) {
        switch fault {
        case .kind(let found, let wanted, let orNull):
            ("ここにあるのは\(name(found))です。", "\(name(wanted))\(orNull ? "かnull" : "")を送ってください。")
        case .missing(let wanted): ("この項目がありません。", "\(name(wanted))を送ってください。")
        case .unknownMember(let near): ("この項目はありません。", near.map(meant) ?? "外してください。説明は /api にあります。")
        case .noneOf(let words, let near):
            (
                "使える語ではありません。",
                near.map(meant)
                    ?? (words.isEmpty ? "ここで使える語はありません。外してください。" : "使えるのは \(words.joined(separator: "、")) です。")
            )
        case .number(let range):
            ("\(range.lowerBound)から\(range.upperBound)までの整数ではありません。", "小数点のない整数を書いてください。")
        case .items(let count, let range):
            ("\(count)件あります。", "\(range.lowerBound)件から\(range.upperBound)件までにしてください。")
        case .members(let count, let most): ("項目が\(count)個あります。", "\(most)個までにしてください。")
        case .length(let count, let range):
            (
                "\(count)文字あります。",
                range.lowerBound > 0
                    ? "\(range.lowerBound)文字から\(range.upperBound)文字までにしてください。" : "\(range.upperBound)文字までにしてください。"
            )
        case .instant(let fault): words(for: fault)
        case .plusIsBlank:
            ("アドレスの中のプラス記号は空白と読まれます。", "時差のプラスは %2B と書いてください：2026-02-14T20:30:00%2B08:00。")
        case .name(let most):
            (
                "名前として使えません。",
                "A-Z、a-z、0-9、点、下線、ハイフンを1文字から\(most)文字まで使い、英字か数字で始めてください。"
            )
        case .unknownParameter(let near, let known):
            (
                "このパラメーターはありません。",
                near.map(meant) ?? (known.isEmpty ? "外してください。" : "使えるのは \(known.joined(separator: "、")) です。")
            )
        case .twice: ("2回書かれています。", "一つにしてください。")
        case .missingParameter(let name): ("このパラメーターがありません。", "アドレスの疑問符の後に \(name)=… を加えてください。")
        case .cursor: ("ページの終わりの位置ではありません。", "next の値を使ってください。")
        case .cursorOfOtherOrder: ("別の並び順での位置です。", "sort を元のままにするか、cursor なしで始めてください。")
        case .noMark: ("評価がありません。", "少なくとも一つ送ってください。")
        case .unknownField(let near): ("会社はこの項目を定義していません。", near.map(meant) ?? "先に定義してください：PUT /records/field/ID。")
        case .idIsDrawn: ("顧客のチケットのIDはデスクが決めます。", "外してください。")
        case .noSuch(let stream): words(for: Refusal.noSuch(stream), in: .utc)
        }
    }

    private func meant(_ word: String) -> String { "「\(word)」ではありませんか。" }

    private func name(_ kind: FormKind) -> String {
        switch kind {
        case .text: "文字列"
        case .wholeNumber: "整数"
        case .number: "数"
        case .flag: "trueかfalse"
        case .list: "リスト"
        case .object: "オブジェクト"
        case .null: "null"
        case .any: "値"
        }
    }

    func words(for note: ServiceNote) -> (cause: String, cure: String) {
        switch note {
        case .ungraded(let category, let known):
            let cause =
                category.map { "有効なポリシーのどれもカテゴリー「\($0)」に等級を定めていない" } ?? "等級もカテゴリーも送られていない"
            return (
                "\(cause)ため、このチケットには等級がなく、何も約束されません。",
                known.isEmpty
                    ? "等級を付けてください：POST /tickets/ID/grades。"
                    : "等級を付ける（POST /tickets/ID/grades）か、\(or(known.map(quoted)))などのカテゴリーを添えて受け付けてください。"
            )
        }
    }

    func title(ofStatus code: Int) -> String? {
        switch code {
        case 400: "リクエストを読めません"
        case 401: "サインインしていません"
        case 403: "権限がありません"
        case 404: "見つかりません"
        case 405: "使えないメソッドです"
        case 408: "時間切れです"
        case 409: "現状と合いません"
        case 410: "消去されています"
        case 412: "変更されています"
        case 413: "大きすぎます"
        case 415: "種類が違います"
        case 422: "内容が正しくありません"
        case 429: "リクエストが多すぎます"
        case 431: "ヘッダーが大きすぎます"
        case 500: "サービス内部の誤りです"
        case 501: "その機能はありません"
        case 503: "いまは利用できません"
        case 505: "HTTPの版が違います"
        default: nil
        }
    }
}
