/// A city with the province and the quarter of the country it lies in; coordinates in hundredths of a degree.
struct Place: Sendable {
    let city: String
    let province: String
    let area: Area
    let latitude: Int
    let longitude: Int

    enum Area: String, CaseIterable, Sendable { case north, east, south, west }

    /// The most populous of a province first; so many provinces that a small company already has several.
    static let all: [Place] = {
        let table = """
            上海 上海 east 3123 12147|北京 北京 north 3990 11641|广州 广东 south 2313 11326|成都 四川 west 3057 10407
            杭州 浙江 east 3027 12015|武汉 湖北 south 3059 11430|西安 陕西 west 3434 10894|济南 山东 north 3665 11712
            南京 江苏 east 3206 11880|长沙 湖南 south 2823 11294|重庆 重庆 west 2956 10655|沈阳 辽宁 north 4180 12343
            合肥 安徽 east 3182 11723|福州 福建 south 2607 11930|昆明 云南 west 2504 10271|郑州 河南 north 3475 11363
            南昌 江西 east 2868 11586|南宁 广西 south 2282 10837|贵阳 贵州 west 2665 10663|石家庄 河北 north 3804 11451
            苏州 江苏 east 3130 12058|深圳 广东 south 2254 11406|兰州 甘肃 west 3606 10383|天津 天津 north 3908 11720
            宁波 浙江 east 2987 12155|厦门 福建 south 2448 11809|太原 山西 north 3787 11255|哈尔滨 黑龙江 north 4580 12653
            无锡 江苏 east 3149 12031|东莞 广东 south 2302 11375|银川 宁夏 west 3849 10623|长春 吉林 north 4382 12532
            温州 浙江 east 2799 12070|佛山 广东 south 2302 11312|绵阳 四川 west 3147 10468|青岛 山东 north 3607 12038
            常州 江苏 east 3181 11997|海口 海南 south 2004 11020|呼和浩特 内蒙古 north 4084 11175|大连 辽宁 north 3891 12161
            芜湖 安徽 east 3135 11843|襄阳 湖北 south 3201 11212|宜宾 四川 west 2875 10464|烟台 山东 north 3746 12145
            """
        return table.split { $0 == "|" || $0 == "\n" }.map { row in
            let words = row.split(separator: " ")
            return Place(
                city: String(words[0]), province: String(words[1]), area: Area(rawValue: String(words[2]))!,
                latitude: Int(words[3])!, longitude: Int(words[4])!)
        }
    }()
}
