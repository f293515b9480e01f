import Domain

/// Names of people and companies, put together from common parts; whoever bears one does so by accident.
enum Names {
    static func person(_ language: Language, _ chance: inout Chance) -> String {
        switch language {
        case .zh:
            let given = chance.one(of: chineseGiven)
            return chance.hot(of: chineseFamily) + (chance.percent(70) ? chance.one(of: chineseFirst) + given : given)
        case .en: return chance.one(of: englishGiven) + " " + chance.one(of: englishFamily)
        case .ja: return chance.hot(of: japaneseFamily) + " " + chance.one(of: japaneseGiven)
        case .ko: return chance.hot(of: koreanFamily) + chance.one(of: koreanGiven)
        }
    }

    static func company(_ language: Language, in city: String, _ chance: inout Chance) -> String {
        switch language {
        case .zh:
            let word = chance.one(of: chineseFirst) + chance.one(of: chineseSecond)
            return city + word + chance.one(of: chineseTrades) + chance.hot(of: ["有限公司", "股份有限公司", "集团有限公司"])
        case .en:
            return chance.one(of: englishWords) + " " + chance.one(of: englishTrades)
                + chance.hot(of: [" Ltd", " Inc", " China Co Ltd"])
        case .ja: return "株式会社" + chance.one(of: japaneseFamily) + chance.one(of: japaneseTrades)
        case .ko: return "주식회사 " + chance.one(of: koreanWords) + chance.one(of: koreanTrades)
        }
    }

    /// No subscriber's number begins with zeros, and 555-01xx is kept free for stories; so nobody's telephone rings.
    static func phone(_ language: Language, _ chance: inout Chance) -> String {
        let digits = String(10_000 + chance.below(10_000)).dropFirst()
        switch language {
        case .zh: return "+86 000-\(String(10_000 + chance.below(10_000)).dropFirst())-\(digits)"
        case .en: return "+1 206-555-01\(digits.dropFirst(2))"
        case .ja: return "+81 00-0000-\(digits)"
        case .ko: return "+82 00-0000-\(digits)"
        }
    }

    static func department(_ language: Language, _ chance: inout Chance) -> String {
        chance.hot(of: departments[Language.allCases.firstIndex(of: language)!])
    }

    private static func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }

    private static let chineseFamily = words(
        "王 李 张 刘 陈 杨 黄 赵 吴 周 徐 孙 马 朱 胡 郭 何 林 高 罗 郑 梁 谢 宋 唐 许 韩 冯 邓 曹 彭 曾 萧 田 董 袁 潘 蒋 蔡 余")
    private static let chineseFirst = words("志 建 国 晓 文 海 明 德 佳 思 雅 子 俊 雨 欣 春 永 立 瑞 嘉 一 玉 学 振 宏 凯 诗 梦")
    private static let chineseGiven = words("伟 芳 娜 敏 静 强 磊 军 洋 勇 艳 杰 娟 涛 超 霞 平 刚 辉 玲 桂 浩 宁 琳 鹏 婷 轩 琪 然 阳")
    private static let chineseSecond = words("达 源 盛 泰 科 程 诺 锐 和 通 维 川 岳 澜 拓 驰 恒 信 越 博 禾 麟")
    private static let chineseTrades = words("精密机械 电子科技 医疗器械 食品 物流 新材料 商贸 软件 能源装备 纺织 汽车零部件 环保工程 生物制药 智能制造 建筑工程 连锁超市")
    private static let englishGiven = words(
        """
        Emma James Olivia Liam Sophia Noah Grace Daniel Alice Henry Laura Peter Maria Thomas Julia Mark
        """)
    private static let englishFamily = words(
        """
        Smith Brown Wilson Taylor Clark Walker Hall Young Adams Baker Carter Turner Parker Cooper Reed Ward
        """)
    private static let englishWords = words(
        """
        Northgate Brightwater Silverline Oakfield Redstone Bluepeak Harbour Summit Evergreen Lakeside Ironbridge
        """)
    private static let englishTrades = words(
        """
        Machinery Electronics Logistics Medical Foods Energy Materials Software Textiles
        """)
    private static let japaneseFamily = words("佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤 吉田 山田 松本 井上 木村")
    private static let japaneseGiven = words("健 直樹 大輔 翔太 拓也 美咲 陽子 由美 恵 さくら 愛 誠 浩二 真理子")
    private static let japaneseTrades = words("製作所 電機 商事 工業 運輸 化学 精機")
    private static let koreanFamily = words("김 이 박 최 정 강 조 윤 장 임 한 오 서 신")
    private static let koreanGiven = words("민준 서연 지훈 수빈 현우 지영 도윤 하은 성민 은지 준호 유진 상현 미경")
    private static let koreanWords = words("한결 새롬 다온 누리 가온 미래 하늘 태양")
    private static let koreanTrades = words("기계 전자 물산 정밀 에너지 식품 물류")
    private static let departments = [
        words("信息部 设备部 生产部 行政部 采购部 财务部 质量部 客服部"), words("IT Maintenance Production Office Purchasing Finance"),
        words("情報システム部 設備部 製造部 総務部 購買部 経理部"), words("정보팀 설비팀 생산팀 총무팀 구매팀 재무팀"),
    ]
}
