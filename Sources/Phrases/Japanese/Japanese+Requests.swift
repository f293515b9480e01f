import Domain

extension Japanese {
    func words(for refusal: Refusal, in zone: Zone) -> (cause: String, cure: String) {
        switch refusal {
        case .ticket(_, let refusal): words(for: refusal, in: zone)
        case .incident(_, let refusal): words(for: refusal, in: zone)
        case .record(let refusal): words(for: refusal)
        case .noSuch(let stream): ("\(name(stream))はありません。", "IDを確認するか、先に登録してください。")
        case .changed(let stream, let version):
            ("\(name(stream))はその間に変更されました（現在の版は \(version)）。", "読み直してから、その版で変更を送ってください。")
        case .exists(let stream): ("\(name(stream))はすでにあります。", "既存のものを使うか、別のIDにしてください。")
        case .ofAnotherCustomer(let stream):
            ("\(name(stream))は別の顧客のものです。", "このチケットの顧客のものを選んでください。")
        case .noSuchGrade(let policy, let grade, let nearest):
            (
                "ポリシー「\(policy)」に等級「\(grade)」はありません。",
                nearest.map { "「\($0)」と書いてください。" } ?? "ある等級を選んでください。"
            )
        case .noSuchPolicy(let policy, let nearest):
            (
                "ポリシー「\(policy)」は有効になっていません。",
                nearest.map { "「\($0)」と書いてください。" } ?? "先に有効にしてください。"
            )
        case .versionTaken(let version):
            ("ポリシー「\(version.id)」の「\(version.version)」版は、別の内容ですでにあります。", "ファイルに新しい版番号を付けてください。")
        case .policyUnreadable(let fault):
            ("ポリシーを読み込めません：\(fault)。", "直してください。「yinuo policy check」ですべての誤りを確認できます。")
        case .receivedAhead(let received, let now):
            words(for: Ticket.Refusal.ahead(occurred: received, now: now), in: zone)
        case .receivedTooFarBack(let received, let earliest):
            words(for: Ticket.Refusal.tooFarBack(occurred: received, earliest: earliest), in: zone)
        case .keyReused(let key): ("キー「\(key)」は別のリクエストで使われています。", "リクエストごとに新しいキーを使ってください。")
        case .badKey: ("リクエストのキーが空か、長すぎます。", "UUIDのような短いキーにしてください。")
        case .textTooLong(let field, let bytes, let most):
            ("文面「\(field)」は\(bytes)バイトで、上限の\(most)バイトを超えています。", "短くするか、何回かに分けてください。")
        case .badField(let field):
            (
                field.isEmpty ? "文面の名前が空です。" : "「\(field)」は文面の名前にできません。",
                "ASCIIの英数字と記号を1から64文字で、空白を入れずに書いてください。"
            )
        case .erased(let person): ("\(name(person))の個人情報は消去されています。", "ここには個人情報を再び保存できません。新しく登録してください。")
        case .entryTooLong(let bytes): ("この記録は\(bytes)バイトで、ジャーナルの上限を超えています。", "何回かのリクエストに分けてください。")
        case .notAnOccasion:
            ("このリクエストには、文面を添えられる記録がありません。", "文面を外すか、メッセージやメモと一緒に記録してください。")
        case .badContacts:
            ("問い合わせにはチャネルと1から\(AnsweredAtOnce.most)までの件数が必要です。", "チャネルを指定し、多い件数は分けて記録してください。")
        case .badID(let id):
            (
                id.isEmpty ? "IDが空です。" : "「\(id)」はIDにできません。",
                "英数字、ピリオド、下線、ハイフンを1から64文字で、先頭は英数字にしてください。"
            )
        }
    }

    private func name(_ stream: StreamID) -> String {
        switch stream.kind {
        case .desk: "サービスデスク"
        case .policy: "ポリシー「\(stream.id)」"
        case .ticket: "チケット「\(stream.id)」"
        case .incident: "インシデント「\(stream.id)」"
        case .ledger: "台帳「\(stream.id)」"
        case .contacts: "\(stream.id)の問い合わせ"
        case .access: "アクセス「\(stream.id)」"
        case .record(let kind): "\(self.kind(kind))「\(stream.id)」"
        }
    }

    private func name(_ person: PersonID) -> String { StreamID(person.rawValue).map(name) ?? "「\(person)」" }
}
