import Domain
import Phrases

extension Reader {
    /// A word of a list that the desk knows; others are shown as they are.
    public func value(_ attribute: Attribute, _ value: String) -> String {
        switch attribute {
        case .channel:
            switch value {
            case "hotline": self(.channelHotline)
            case "chat": self(.channelChat)
            case "mail": self(.channelMail)
            case "web": self(.channelWeb)
            case "api": self(.channelAPI)
            case "device": self(.channelDevice)
            case "desk": self(.channelDesk)
            case "form": self(.doorForm)
            case "robot": self(.doorRobot)
            case "sign-in": self(.doorSignIn)
            default: value
            }
        case .urgency:
            switch value {
            case "high": self(.urgencyHigh)
            case "medium": self(.urgencyMedium)
            case "low": self(.urgencyLow)
            default: value
            }
        case .reach:
            switch Reach(rawValue: value) {
            case .one: self(.oneReached)
            case .several: self(.severalReached)
            case .all: self(.allReached)
            case nil: value
            }
        case .language: Language(rawValue: value).map(Shell.name(of:)) ?? value
        case .category, .queue, .agent, .site, .provider, .contract, .contact: value
        }
    }

    public func name(of attribute: Attribute) -> String {
        switch attribute {
        case .category: self(.category)
        case .queue: self(.queueName)
        case .agent: self(.agent)
        case .site: self(.site)
        case .provider: self(.provider)
        case .contract: self(.contract)
        case .contact: self(.contact)
        case .channel: self(.channel)
        case .language: self(.languageName)
        case .urgency: self(.urgency)
        case .reach: self(.reach)
        }
    }

    public func name(of listing: Listing) -> String {
        switch listing {
        case .tag: self(.listTag)
        case .follower: self(.listFollower)
        case .related: self(.listRelated)
        case .duplicate: self(.listDuplicate)
        case .blocks: self(.listBlocks)
        }
    }
}
