import Domain

extension Japanese {
    func node(_ node: Node) -> String {
        switch node {
        case .submitted: "受付済み"
        case .confirmed: "確認済み"
        case .graded: "等級決定"
        case .assigned: "担当決定"
        case .planReady: "対応案提示"
        case .resourcesReady: "手配完了"
        case .onTheWay: "移動中"
        case .arrived: "到着"
        case .atWork: "作業中"
        case .solved: "解決済み"
        case .verified: "検収済み"
        case .followedUp: "フォロー済み"
        }
    }

    func certificate(_ label: CertificateLabel) -> String {
        switch label {
        case .title: "サービス証明書"
        case .issuedBy: "発行者"
        case .ticket: "チケット"
        case .state: "状態"
        case .made: "発行日時"
        case .times: "時刻のタイムゾーン"
        case .grades: "サービスの等級"
        case .promises: "お約束の内容と結果"
        case .due: "期限"
        case .done: "実施"
        case .late: "超過（サービス時間）"
        case .noPromises: "このチケットに適用される期限付きの約束はありません。"
        case .kept: "達成"
        case .broken: "期限超過"
        case .void: "無効"
        case .running: "計時中"
        case .nodes: "サービスの経過"
        case .notReached: "記録なし"
        case .notReachedMeans:
            "「記録なし」は、その段階だけを示す記録がないことを表します。必要がなかったか、ほかの記録から分かる段階で、チケットのページでは完了と示されることがあります。"
        case .again: "最終"
        case .compensation: "補償"
        case .nothingOwed: "このチケットに対する補償はありません。"
        case .check: "ご自身で確認する方法"
        case .qrText: "QRコードの内容"
        case .log: "ログ"
        case .size: "チェックポイントの件数"
        case .root: "ルートハッシュ"
        case .key: "公開鍵"
        case .entries: "このチケットの件数"
        case .unchecked: "まだ検証していません。このページのスクリプトが動くブラウザーで開いてください。"
        case .verified:
            "このページのデータは、ページにある公開鍵で検証済みです：記録は署名されたログの中に改変なく存在します。時刻と判定を除き、印字された文言はデータと照合していません。照合するには yinuo evidence verify を実行してください。"
        case .hashesOnly: "ハッシュは一致しますが、このブラウザーはEd25519に対応せず、ログの署名を確認できません。新しいブラウザーで開いてください。印字された文言はデータと照合していません。"
        case .notVerified: "検証できませんでした。"
        case .atEntry: "場所：ログの{}番。"
        case .back: "チケットに戻る"
        }
    }

    func certificate(_ finding: CertificateFinding) -> String {
        switch finding {
        case .unreadable: "証明書のデータを読み取れません。"
        case .key: "公開鍵がその識別子と一致しません。"
        case .signature: "ログのチェックポイントは、その鍵で署名されていません。"
        case .receipt: "証明が、ログの署名したルートハッシュに至りません。"
        case .opening: "記録が、ログに結び付けられた内容と異なります。"
        case .ticket: "別のチケットの記録が含まれています。"
        case .order: "記録が欠けているか、順序が違います。"
        case .nodes: "経過またはその時刻が記録と異なります。"
        case .promises: "約束の達成・超過が記録と異なります。"
        case .compensation: "補償の金額が記録からの計算と異なります。"
        case .state: "チケットの状態が記録と異なります。"
        case .shown: "ページの表示がデータと異なります。"
        }
    }

    func certificate(_ benefit: CertificateBenefit) -> String {
        switch benefit {
        case .labour(let money, let labour, let share): aside(money.grouped, "作業時間\(duration(labour))の\(share.text)")
        case .lateness(let money, let month): aside(money.grouped, "\(month + 1)か月目の超過分")
        case .grant(let words): words
        }
    }

    func certificate(_ standing: CertificateBenefit.Standing, in zone: Zone) -> String {
        switch standing {
        case .credited(let money, let at): "\(time(at, in: zone))に\(money.grouped)を計上"
        case .granted(let at): "\(time(at, in: zone))に付与"
        case .pending: "未計上"
        case .estimate: "増加中"
        }
    }

    func howToCheck(log: String, size: Int64) -> String {
        "このチケットの各記録は、作成された時点でログ\(quoted(log))に書き込まれています。後から書き換えたり取り除いたりすれば、必ず分かる仕組みです。"
            + "このページにはすべての記録と、それぞれがログの署名した\(size)件の中にあるという証明が入っており、ネットワークを使わずにページ自身が検証し、結果を冒頭に示します。"
            + "ただし、ページを改変した人は検証の仕組みも改変できます。重要な場合は、下の公開鍵・件数・ルートハッシュを、当社およびログの独立した立会人が"
            + "公表する値と照合するか、お手元のプログラムでデータを検証してください。証明の範囲は表示された最後の記録までで、それ以後のことは含みません。"
            + "計上された金額と、ポリシーから計算した期限は、発行者の申告です。"
    }
}
