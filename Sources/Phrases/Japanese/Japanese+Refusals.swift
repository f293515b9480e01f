import Domain
import PolicyLanguage

extension Japanese {
    func words(for fault: InstantFault) -> (cause: String, cure: String) {
        switch fault {
        case .shape(let text): ("「\(text)」は日時として読めません。", "2026-02-14T20:30:00+08:00の形で書いてください。")
        case .noOffset(let text): ("「\(text)」には時差がありません。", "+08:00のような時差か、UTCならZを付けてください。")
        case .secondSixty(let text): ("「\(text)」は60秒を指しています。", "59秒か、次の分の00秒にしてください。")
        case .noSuchDate(let text): ("「\(text)」の日付は存在しません。", "月と日を確認してください。")
        case .noSuchTime(let text): ("「\(text)」の時刻は存在しません。", "00:00:00から23:59:59までにしてください。")
        case .year(let text): ("「\(text)」の年は範囲外です。", "1970年から2199年までにしてください。")
        }
    }

    func words(for fault: ZoneFault) -> (cause: String, cure: String) {
        switch fault {
        case .unknown(let name, let nearest):
            (
                "「\(name)」というタイムゾーンはありません。",
                nearest.map { "「\($0)」と書いてください。" } ?? "「Asia/Shanghai」のようなIANA名を使ってください。"
            )
        case .malformed(let name, let reason):
            ("タイムゾーン「\(name)」のデータが壊れています：\(reason)。", "プログラムを再インストールしてください。")
        }
    }

    func words(for fault: WallInterval.Fault) -> (cause: String, cure: String) {
        switch fault {
        case .notATime(let text): ("「\(text)」は時刻として読めません。", "09:00のようにhh:mmで書いてください。")
        case .opensAtMidnightsEnd: ("24:00に始めることはできません。", "翌日の00:00から始めてください。")
        case .opensWhenItCloses(let text): ("開始も終了も\(text)です。", "終日なら00:00-24:00と書いてください。")
        }
    }

    func words(for refusal: Ticket.Refusal, in zone: Zone) -> (cause: String, cure: String) {
        switch refusal {
        case .ahead(let occurred, let now): ahead(occurred, now, zone)
        case .beforeReceived(let occurred, let received): before(occurred, received, zone)
        case .tooFarBack(let occurred, let earliest):
            (
                "\(timeToSecond(occurred, in: zone))は、さかのぼれる範囲を超えています。",
                "\(timeToSecond(earliest, in: zone, isFrom: true))以降にするか、権限のある人が記録してください。"
            )
        case .dateBackNeedsReason: ("さかのぼって記録するには理由が必要です。", "記録が遅れた理由を書いてください。")
        case .notPermitted(let name, let state): notPermitted(name, state)
        case .detailMissing(let name): ("「\(event(name, in: nil))」に必要な情報がありません。", detail(name))
        case .agreedDatePast(let date): ("合意した日時\(timeToSecond(date, in: zone))はすでに過ぎています。", "より後の日時で合意してください。")
        case .handOverNotOffered(let team):
            ("チケットは「\(readable(team.rawValue))」に引き渡しを依頼されていません。", "先に引き渡しを依頼してください。")
        case .gateClosed(_, let missing):
            ("完了の前に次のものが足りません：\(and(events(missing, in: nil)))。", "記録してから完了にしてください。")
        case .unknownGrade(let grade): unknown(grade)
        case .alreadyGraded(let grade): already(grade)
        case .noSuchStrand(let number): ("チケットに\(number)番の等級はありません。", "チケットが持つ等級を選んでください。")
        case .goingDownNeedsReason(let grade):
            ("「\(readable(grade.grade.rawValue))」にすると、お客様への約束が下がります。", "変更の理由を書いてください。")
        case .noSuchFact(let position): ("記録\(position)には訂正できる内容がありません。", "このチケットの記録を選んでください。")
        case .otherCustomer(let ticket): ("チケット\(ticket)は別のお客様のものです。", "同じお客様のチケットだけを統合してください。")
        case .cannotMergeWithItself: ("チケットを自分自身と統合することはできません。", "別のチケットを選んでください。")
        case .cannotLinkToItself: ("チケットを自分自身に関連付けることはできません。", "別のチケットを選んでください。")
        case .alreadyEnded(let state): ("チケットは\(self.state(state))です。", "新しいチケットを開いてください。")
        case .mergedInto(let other): ("チケットは \(other) に統合済みです。", "チケット \(other) で続けてください。")
        case .unknownEvent(let name, let nearest): unknown(name, nearest)
        case .ratedByAnother:
            ("このチケットはすでに別の人が評価しています。", "評価を改められるのは評価した本人だけです。")
        }
    }

    func words(for refusal: Incident.Refusal, in zone: Zone) -> (cause: String, cure: String) {
        switch refusal {
        case .ahead(let occurred, let now): ahead(occurred, now, zone)
        case .beforeReceived(let occurred, let received): before(occurred, received, zone)
        case .tooFarBack(let occurred, let earliest):
            words(for: Ticket.Refusal.tooFarBack(occurred: occurred, earliest: earliest), in: zone)
        case .dateBackNeedsReason: words(for: Ticket.Refusal.dateBackNeedsReason, in: zone)
        case .notPermitted(let name, let state): notPermitted(name, state)
        case .unknownGrade(let grade): unknown(grade)
        case .alreadyGraded(let grade): already(grade)
        case .alreadyLinked(let ticket): ("チケット\(ticket)はすでに関連付けられています。", "これ以上の操作は不要です。")
        case .notLinked(let ticket): ("チケット\(ticket)は関連付けられていません。", "先に関連付けてください。")
        case .unknownEvent(let name, let nearest): unknown(name, nearest)
        }
    }

    private func ahead(_ occurred: Instant, _ now: Instant, _ zone: Zone) -> (cause: String, cure: String) {
        ("\(timeToSecond(occurred, in: zone))はまだ来ていません。", "\(timeToSecond(now, in: zone))以前にしてください。")
    }

    private func before(_ occurred: Instant, _ received: Instant, _ zone: Zone) -> (cause: String, cure: String) {
        ("\(timeToSecond(occurred, in: zone))は受付より前です。", "\(timeToSecond(received, in: zone, isFrom: true))以降にしてください。")
    }

    private func notPermitted(_ name: EventName, _ state: State) -> (cause: String, cure: String) {
        let cause = "状態が「\(self.state(state))」のため、「\(event(name, in: nil))」は記録できません。"
        switch name {
        case .received, .merged, .graded, .regraded: return (cause, "専用の操作を使ってください。この記録は自動で付きます。")
        default: break
        }
        switch state {
        case .resolved, .closed: return (cause, "先に再オープンしてください。")
        case .cancelled, .merged: return (cause, "新しいチケットを開いてください。")
        case .new, .open, .waiting: return (cause, name == .closed ? "先に解決してください。" : "完了していないので、そのまま続けてください。")
        }
    }

    private func unknown(_ grade: GradeRef) -> (cause: String, cure: String) {
        ("ポリシー\(grade.policy)に等級「\(grade.grade)」はありません。", "ある等級を選ぶか、その等級を含む版を読み込んでください。")
    }

    private func already(_ grade: GradeRef) -> (cause: String, cure: String) {
        ("すでに等級「\(readable(grade.grade.rawValue))」です。", "別の等級を選ぶか、そのままにしてください。")
    }

    private func unknown(_ name: EventName, _ nearest: String?) -> (cause: String, cure: String) {
        ("「\(name)」というイベントはありません。", nearest.map { "「\($0)」と書いてください。" } ?? "用語集のイベントを使ってください。")
    }

    private func detail(_ name: EventName) -> String {
        switch name {
        case .paused: "何を待つのかを書いてください。"
        case .agreed: "合意した日時を書いてください。"
        case .labourRecorded: "作業時間（分）と担当者を書いてください。"
        default: "必要な情報を追加してください。"
        }
    }
}
