import Domain

extension Japanese {
    func words(for refusal: Record.Refusal) -> (cause: String, cure: String) {
        switch refusal {
        case .faults(let faults): ("次の項目を保存できません：\(and(faults.map { quoted($0.field) }))。", "各項目の説明に従って直してください。")
        case .noSuchRecord(let kind, let id): noSuch(kind, id)
        case .retired(let kind, let id): ("\(self.kind(kind))「\(id)」は使用停止中です。", "先に使用を再開してください。")
        case .erased(let kind, let id): ("\(self.kind(kind))「\(id)」の個人情報は消去されています。", "新しく登録してください。")
        case .nothingPersonal(let kind): ("\(self.kind(kind))には個人情報がありません。", "代わりに使用を停止してください。")
        case .credential(let kind):
            ("\(self.kind(kind))はレコードとして読み書きできません。", "yinuo account を使ってください。")
        }
    }

    func words(for cause: FieldFault.Cause) -> (cause: String, cure: String) {
        switch cause {
        case .unknown(let nearest): ("この項目はありません。", nearest.map { "「\($0)」と書いてください。" } ?? "この項目を削除してください。")
        case .missing: ("値がありません。", "入力してください。")
        case .needsOneOf(let fields): ("\(and(fields.map(quoted)))のどれにも値がありません。", "少なくとも1つ入力してください。")
        case .tooLong(let most): ("\(most)文字を超えています。", "短くしてください。")
        case .tooMany(let most): ("リストが\(most)件を超えています。", "件数を減らしてください。")
        case .unreadable(.text): ("制御文字が含まれています。", "入力し直してください。")
        case .unreadable(let type):
            ("値を\(name(type))として読めません。", "例えば次のように書いてください：\(example(of: type))。")
        case .notOneOf(let known, let nearest):
            (
                "値が選択肢にありません。",
                nearest.map { "「\($0)」と書いてください。" } ?? "\(or(known.map(quoted)))から選んでください。"
            )
        case .outOfRange(let range): ("数値が範囲外です。", "\(range.lowerBound)から\(range.upperBound)までにしてください。")
        case .instant(let fault): words(for: fault)
        case .zone(let fault): words(for: fault)
        case .noSuch(let kind, let id): noSuch(kind, id)
        case .itself: ("自分自身を参照しています。", "別のものを選んでください。")
        case .notAfter(let field): ("「\(field)」より後ではありません。", "より遅い日時にするか、「\(field)」を変えてください。")
        case .otherCurrency(let field): ("通貨が「\(field)」と異なります。", "同じ通貨にしてください。")
        }
    }

    func words(for fault: ImportFault) -> (cause: String, cure: String) {
        let column = fault.column ?? "id"
        switch fault.cause {
        case .unknownColumn(let nearest):
            return ("「\(column)」という項目はありません。", nearest.map { "「\($0)」と書いてください。" } ?? "この列を削除してください。")
        case .columnTwice: return ("「\(column)」が2回あります。", "どちらか一方を残してください。")
        case .noIDColumn: return ("「id」の列がありません。", "各行を識別する列を追加してください。")
        case .tooManyColumns(let most): return ("列が\(most)を超えています。", "項目の列だけを残してください。")
        case .tooLong(let bytes): return ("行が\(bytes)バイトを超えています。", "短くするか、閉じていない引用符を確認してください。")
        case .strayQuote:
            return ("引用符で囲まれていないセルの中に引用符があります。", "セル全体を引用符で囲み、中の引用符は2つ重ねてください。")
        case .unclosedQuote: return ("引用符が閉じていません。", "引用符を閉じてください。")
        case .notText: return ("行がUTF-8のテキストではありません。", "ファイルをUTF-8で保存してください。")
        case .fieldCount(let count, let header):
            return ("行のセルは\(count)個ですが、見出しは\(header)個です。", "コンマを含むセルは引用符で囲んでください。")
        case .notJSON(let byte): return ("行の\(byte)バイト目からJSONとして読めません。", "1行に1つのオブジェクトを書いてください。")
        case .notAnObject: return ("行がオブジェクトではありません。", "{\"id\": \"a-1\"}の形で書いてください。")
        case .nested: return ("「\(column)」が単一の値ではありません。", "文字列か、文字列のリストを書いてください。")
        case .badID: return ("idが使えません。", "英数字、ピリオド、下線、ハイフンを1から64文字で、先頭は英数字にしてください。")
        case .field(let cause): return words(for: cause)
        case .refused(let refusal): return words(for: refusal)
        }
    }

    func kind(_ kind: RecordKind) -> String {
        switch kind {
        case .customer: "顧客"
        case .contact: "連絡先"
        case .contract: "契約"
        case .agent: "担当者"
        case .team: "チーム"
        case .site: "サービス拠点"
        case .provider: "委託先"
        case .roster: "当番表"
        case .shift: "シフト"
        case .queue: "キュー"
        case .category: "区分"
        case .tag: "タグ"
        case .field: "項目"
        case .webhook: "Webhook"
        case .account: "アカウント"
        case .token: "トークン"
        case .session: "セッション"
        case .link: "チケットのリンク"
        }
    }

    private func noSuch(_ kind: RecordKind, _ id: RecordID) -> (cause: String, cure: String) {
        ("\(self.kind(kind))「\(id)」はありません。", "先に登録するか、別のものを選んでください。")
    }

    private func name(_ type: FieldType) -> String {
        switch type {
        case .text: "文字列"
        case .texts: "文字列のリスト"
        case .choice: "選択肢"
        case .choices: "選択肢のリスト"
        case .id: "識別名"
        case .ids: "識別名のリスト"
        case .reference: "ID"
        case .references: "IDのリスト"
        case .integer: "整数"
        case .money: "金額"
        case .share: "割合"
        case .instant: "日時"
        case .day: "日付"
        case .flag: "はい・いいえ"
        case .zone: "タイムゾーン"
        case .hours: "週の時間"
        case .url: "URL"
        case .email: "メールアドレス"
        case .phone: "電話番号"
        }
    }
}
