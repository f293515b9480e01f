extension Chinese {
    func account(_ word: AccountWord) -> String {
        switch word {
        case .accounts: "账号"
        case .accountsHint: "谁可以登录，以什么身份。"
        case .inviteTitle: "邀请同事"
        case .inviteHint: "为其建立账号并生成一次性链接，三天内可用来设置密码。"
        case .invite: "邀请"
        case .who: "邀请谁"
        case .somebodyNew: "新同事"
        case .whoHint: "已有档案的同事只需填写登录名，其余以其档案为准。"
        case .personName: "姓名"
        case .loginAsHint: "简短的名称，或邮箱地址"
        case .mailIfAny: "邮箱，用于接收通知"
        case .roleOf: "角色"
        case .teamsOf: "班组"
        case .speaks: "语言"
        case .canSignIn: "可以登录"
        case .notChosenYet: "尚未设置密码"
        case .hasToChange: "须修改密码"
        case .shutOut: "已停用"
        case .isGone: "已离开"
        case .madeFor: "{1} 的链接，仅显示这一次，有效期至 {2}。打开者即可设置密码："
        case .linkIsBare: "请在前面加上服务台的访问地址；设置 public-url 后，链接即为完整地址。"
        case .newLink: "新链接"
        case .newLinkHint: "将清除密码和第二因素，并结束所有会话。"
        case .shut: "停用"
        case .letIn: "重新启用"
        case .changeTeams: "调整班组"
        }
    }
}
