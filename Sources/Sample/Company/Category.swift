import Domain

/// A category of tickets: what it is about, how such a matter goes.
///
/// Limits steer when the story's people act; the desk judges by its own policies, so that figures which differ from
/// them make other tickets late and nothing worse.
struct Category: Sendable {
    let id: CategoryID
    let topic: Topic
    let plot: Plot
    /// Of ten thousand tickets.
    let weight: Int
    let team: TeamID
    /// Minutes until somebody engages, and until it is done.
    let respond: Int
    let resolve: Int
    /// Worked on from 9 to 21 o'clock only.
    let isDaytime: Bool
    /// In the order of `Language.allCases`.
    let names: [String]

    var group: Group { Group.of(topic) }

    /// What categories are listed under.
    struct Group: Sendable {
        let id: String
        /// In the order of `Language.allCases`.
        let names: [String]

        static let all = [
            Group("group-it", "IT 运维|IT operations|IT運用|IT 운영"), Group("group-support", "咨询与支持|Support|サポート|지원"),
            Group("group-devices", "设备与安全|Devices and safety|設備と安全|설비와 안전"),
            Group("group-visits", "上门与交付|Visits and delivery|訪問と納入|방문과 납품"),
            Group("group-voices", "投诉与建议|Complaints and suggestions|苦情と提案|불만과 제안"),
        ]

        private init(_ id: String, _ names: String) {
            self.id = id
            self.names = names.split(separator: "|").map(String.init)
        }

        static func of(_ topic: Topic) -> Group {
            switch topic {
            case .operations, .security, .failure: all[0]
            case .fault, .howTo, .need, .lookUp: all[1]
            case .device, .danger: all[2]
            case .visit: all[3]
            case .complaint, .opinion: all[4]
            }
        }
    }

    /// Many tickets share one failure.
    var isOutage: Bool { id == "failure-all-users" || id == "failure-some-users" }

    /// How a matter goes.
    enum Plot: Sendable {
        case desk, call, consult, emergency, failure, feedback, majorComplaint, complaint, visit, sixStep, remote
        case unmet, engagement, crossTeam, booking, repair, device, suggestion, holiday
    }

    private init(
        _ id: CategoryID, _ topic: Topic, _ plot: Plot, _ weight: Int, _ team: TeamID,
        _ respond: Int, _ resolve: Int, daytime: Bool = false, _ names: String
    ) {
        self.id = id
        self.topic = topic
        self.plot = plot
        self.weight = weight
        self.team = team
        self.respond = respond
        self.resolve = resolve
        isDaytime = daytime
        self.names = names.split(separator: "|").map(String.init)
    }

    /// Every category that a shipped policy lists.
    static let all: [Category] = [
        Category(
            "system-operations", .operations, .desk, 180, "systems", 15, 30,
            "系统运维|System operations|システム運用|시스템 운영"),
        Category(
            "data-security", .security, .desk, 120, "security", 15, 30,
            "数据安全|Data security|データセキュリティ|데이터 보안"),
        Category(
            "major-fault", .operations, .desk, 160, "systems", 15, 30,
            "重大故障|Major fault|重大な故障|중대 고장"),
        Category(
            "ordinary-consulting", .howTo, .desk, 1_150, "applications", 45, 120, daytime: true,
            "一般咨询|Ordinary consulting|一般的な相談|일반 상담"),
        Category(
            "process-guidance", .howTo, .desk, 800, "applications", 45, 120, daytime: true,
            "流程指导|Process guidance|手続きの案内|절차 안내"),
        Category(
            "ordinary-fault", .fault, .desk, 1_250, "applications", 45, 120, daytime: true,
            "一般故障|Ordinary fault|一般的な故障|일반 고장"),
        Category(
            "non-urgent-need", .need, .desk, 600, "applications", 240, 480, daytime: true,
            "非紧急需求|Non-urgent need|緊急でない要望|비긴급 요청"),
        Category(
            "policy-question", .lookUp, .desk, 500, "mail-desk", 240, 480, daytime: true,
            "政策咨询|Policy question|制度に関する質問|제도 문의"),
        Category(
            "information-look-up", .lookUp, .desk, 700, "mail-desk", 240, 480, daytime: true,
            "信息查询|Information look-up|情報の照会|정보 조회"),
        Category(
            "failure-all-users", .failure, .failure, 3, "systems", 25, 240,
            "全员系统故障|Failure for all users|全ユーザーの障害|전체 사용자 장애"),
        Category(
            "failure-some-users", .failure, .failure, 17, "systems", 40, 480,
            "部分用户系统故障|Failure for some users|一部ユーザーの障害|일부 사용자 장애"),
        Category(
            "failure-local", .failure, .failure, 80, "systems", 240, 1_440,
            "局部系统故障|Local failure|局所的な障害|국지적 장애"),
        Category(
            "major-complaint", .complaint, .majorComplaint, 50, "care", 15, 1_440,
            "重大投诉|Major complaint|重大クレーム|중대 불만"),
        Category(
            "holiday-preparation", .visit, .holiday, 20, "delivery", 480, 1_440,
            "节假日保障筹备|Holiday preparation|祝日対応の準備|휴일 대비"),
        Category(
            "feedback", .opinion, .feedback, 200, "care", 180, 2_880,
            "意见反馈|Feedback|フィードバック|피드백"),
        Category(
            "production-stopped", .danger, .emergency, 50, "devices", 15, 60,
            "停产|Production stopped|生産停止|생산 중단"),
        Category(
            "safety-risk", .danger, .emergency, 30, "devices", 15, 60,
            "安全风险|Safety risk|安全リスク|안전 위험"),
        Category(
            "environment-risk", .danger, .emergency, 15, "devices", 15, 60,
            "环境风险|Environmental risk|環境リスク|환경 위험"),
        Category(
            "key-business-down", .operations, .device, 170, "systems", 30, 240,
            "关键业务中断|Key business down|主要業務の停止|핵심 업무 중단"),
        Category(
            "device-fault", .device, .device, 600, "devices", 30, 240,
            "设备故障|Device fault|設備故障|설비 고장"),
        Category(
            "minor-malfunction", .device, .device, 600, "devices", 60, 900,
            "轻微故障|Minor malfunction|軽微な不具合|경미한 고장"),
        Category(
            "consulting", .howTo, .consult, 650, "hotline", 5, 30,
            "咨询|Consulting|相談|상담"),
        Category(
            "on-site", .visit, .visit, 250, "field", 10, 180,
            "上门服务|On-site service|訪問サービス|방문 서비스"),
        Category(
            "planned-service", .visit, .sixStep, 280, "delivery", 30, 2_000,
            "计划性服务|Planned service|計画的なサービス|계획된 서비스"),
        Category(
            "remote-assistance", .device, .remote, 180, "devices", 3, 60,
            "远程支援|Remote assistance|遠隔支援|원격 지원"),
        Category(
            "phone-call", .fault, .call, 150, "hotline", 1, 15, "来电|Phone call|電話|전화"),
        Category("chat", .fault, .call, 150, "chat", 1, 20, "在线会话|Chat|チャット|채팅"),
        Category("mail", .lookUp, .call, 110, "mail-desk", 10, 240, "邮件|Mail|メール|이메일"),
        Category(
            "unmet-need", .need, .unmet, 130, "care", 60, 600,
            "无法满足的需求|A need that can't be met|対応できない要望|충족할 수 없는 요구"),
        Category(
            "engagement", .visit, .engagement, 150, "delivery", 30, 4_000,
            "服务执行|Engagement|サービス実施|서비스 수행"),
        Category(
            "complaint", .complaint, .complaint, 140, "care", 60, 1_500,
            "投诉|Complaint|苦情|불만"),
        Category(
            "first-contact", .fault, .call, 120, "hotline", 1, 20,
            "首次来访|First contact|最初の問い合わせ|첫 문의"),
        Category(
            "cross-team", .need, .crossTeam, 100, "delivery", 60, 1_800,
            "跨团队协作|Work across teams|部門横断対応|부서 간 협업"),
        Category(
            "booking", .visit, .booking, 250, "hotline", 30, 120,
            "预约|Booking|予約|예약"),
        Category(
            "fault-repair", .device, .repair, 350, "field", 20, 100,
            "故障报修|Fault repair|故障修理|고장 수리"),
        Category(
            "suggestion", .opinion, .suggestion, 150, "care", 240, 2_400,
            "服务建议|Suggestion|提案|제안"),
    ]
}
