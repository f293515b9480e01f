import Domain
import PolicyLanguage

extension Japanese {
    func words(for problem: Problem) -> (cause: String, cure: String) {
        switch problem {
        case .notText: ("ファイルがUTF-8のテキストではありません。", "UTF-8で保存してください。")
        case .tooLarge(let bytes): ("ファイルは\(bytes)バイトあり、上限の262144バイトを超えています。", "複数のポリシーに分けてください。")
        case .tooDeep: ("入れ子が深すぎます。", "64段以内で書いてください。")
        case .syntax(let text): ("YAMLの構文に合っていません：\(text)。", "この箇所の字下げ、コロン、引用符を確認してください。")
        case .anchor(let name): ("「&\(name)」のようなアンカーと参照は使えません。", "それぞれの箇所に値を書いてください。")
        case .empty: ("ファイルが空です。", "最初の項目として「policy: …」か「mapping: …」を書いてください。")
        case .keyTwice(let key): ("「\(key)」がここに2回あります。", "どちらか一方を残してください。")
        case .missing(let key, let what):
            (
                "「\(what)」に「\(key)」がありません。",
                what == "columns" ? "それが入っている列の名前を書いてください。" : "「\(example(ofKey: key))」を追加してください。"
            )
        case .unknownKey(let key, let what, let nearest):
            ("「\(what)」に「\(key)」という項目はありません。", nearest.map { "「\($0)」と書いてください。" } ?? "この項目を削除してください。")
        case .unreadable(let text, let expected):
            ("「\(text)」は\(name(expected))として読めません。", "例えば次のように書いてください：\(example(of: expected, for: text))。")
        case .hours(let fault): words(for: fault)
        case .unknownName(let text, let kind, let nearest):
            ("「\(text)」という\(name(kind))はありません。", nearest.map { "「\($0)」と書いてください。" } ?? cure(kind))
        case .notAnID(let text): ("「\(text)」はIDに使えません。", "英小文字、数字、途中のハイフンだけで、64文字以内にしてください。")
        case .declaredTwice(let name): ("「\(name)」が2回宣言されています。", "一方を削除するか、別のIDにしてください。")
        case .exactlyOne(let keys, let what):
            ("「\(what)」には\(or(keys.map(quoted)))のうち、ちょうど1つが必要です。", "どれか1つだけを書いてください。")
        case .onlyWith(let key, let other):
            ("「\(key)」は「\(other)」と一緒でなければ意味がありません。", "「\(other)」を追加するか、「\(key)」を削除してください。")
        case .warningNotBeforeBreach(let share):
            share.millionths > 0
                ? ("\(share.text)の警告は期限超過の後になります。", "100%より小さい割合にしてください。")
                : ("\(share.text)の警告は開始と同時になります。", "0%より大きい割合にしてください。")
        case .budgetOverLimit(let sum, let limit):
            ("チームへの配分の合計\(span(sum))が、期限の\(span(limit))を超えています。", "合計を\(span(limit))以内にしてください。")
        case .noticeOfNotice(let name): ("「\(name)」には、事前に連絡すべき期限がありません。", "「within」のある約束を指定してください。")
        case .categoryTwice(let category, let other):
            ("区分「\(category)」はすでに「\(other)」に属しています。", "1つの等級だけに書いてください。")
        case .dayTwice(let day): ("「\(day)」の日は、すでに時間が書かれています。", "同じ日の時間は1回だけ書いてください。")
        case .variantOfSeries(let name): ("「\(name)」には、置き換えられる期限がありません。", "「within」のある約束だけを変えてください。")
        case .weightsDoNotAddUp(let sum): ("配点の合計が\(sum.text)です。", "合計が100%になるようにしてください。")
        case .neverOpen(let name): ("サービス時間「\(name)」には営業する日がありません。", "少なくとも1日に時間を書いてください。")
        case .severalCurrencies(let a, let b): ("\(a)と\(b)が混在しています。", "通貨を1つに統一してください。")
        }
    }

    func words(for remark: Note.Remark) -> String {
        switch remark {
        case .officialYears(let name, let years):
            "公式カレンダー「\(name)」は\(years.lowerBound)年から\(years.upperBound)年まで収録しています。それ以外の日は通常の曜日として扱います。"
        case .promisesNothing(let id): "等級「\(id)」には約束がありません。"
        case .unusedRole(let id): "役割「\(id)」に通知するエスカレーションはありません。"
        case .unusedLadder(let id): "エスカレーション「\(id)」は使われていません。"
        }
    }

    private func name(_ expected: Problem.Expected) -> String {
        switch expected {
        case .text: "文字列"
        case .list: "リスト"
        case .fields: "項目の組"
        case .trueOrFalse: "真偽値"
        case .count: "範囲内の整数"
        case .limit: "期限"
        case .duration: "時間の長さ"
        case .share: "割合"
        case .money: "金額"
        case .date: "日付"
        case .hours: "サービス時間"
        case .moment: "エスカレーションの時点"
        case .complexity: "複雑さ"
        case .dimension: "評価の観点"
        case .counted: "数える対象"
        case .window: "集計期間"
        case .rounding: "端数処理"
        case .base: "保証金の基準"
        case .attachment: "「ポリシー/等級」"
        case .months: "月数"
        case .timeFormat: "日時の形式"
        }
    }

    private func name(_ kind: Problem.NameKind) -> String {
        switch kind {
        case .event: "イベント"
        case .state: "状態"
        case .calendar: "サービス時間"
        case .officialCalendar: "公式カレンダー"
        case .zone: "タイムゾーン"
        case .ladder: "エスカレーション"
        case .role: "役割"
        case .commitment: "約束"
        case .weekday: "曜日"
        case .colour: "カードの色"
        }
    }

    private func cure(_ kind: Problem.NameKind) -> String {
        switch kind {
        case .event: "用語集のイベントを使うか、「events」で宣言してください。"
        case .state: "\(or(Waiting.allCases.map { quoted($0.state) }))を使ってください。"
        case .calendar: "「calendars」で宣言してください。"
        case .officialCalendar: "「cn」を使うか、「holidays」と「workdays」に日付を書いてください。"
        case .zone: "「Asia/Shanghai」のようなIANA名を使ってください。"
        case .ladder: "「ladders」で宣言してください。"
        case .role: "「roles」で宣言してください。"
        case .commitment: "同じ等級の約束を指定してください。"
        case .weekday: "「mon」から「sun」、「mon-fri」または「daily」を使ってください。"
        case .colour: "\(or(ScorecardTerms.Colour.allCases.map { quoted($0.rawValue) }))を使ってください。"
        }
    }
}
