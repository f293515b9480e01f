import Domain
import PolicyLanguage

extension Korean {
    func words(for fault: InstantFault) -> (cause: String, cure: String) {
        switch fault {
        case .shape(let text): ("\(with(.topic, quoted(text))) 일시로 읽을 수 없습니다.", "2026-02-14T20:30:00+08:00 형식으로 쓰십시오.")
        case .noOffset(let text): ("\(quoted(text))에 시차가 없습니다.", "+08:00 같은 시차를, UTC이면 Z를 붙이십시오.")
        case .secondSixty(let text): ("\(with(.topic, quoted(text))) 60초를 가리킵니다.", "59초 또는 다음 분의 00초를 쓰십시오.")
        case .noSuchDate(let text): ("\(quoted(text))의 날짜는 없는 날짜입니다.", "월과 일을 확인하십시오.")
        case .noSuchTime(let text): ("\(quoted(text))의 시각은 없는 시각입니다.", "00:00:00부터 23:59:59까지로 쓰십시오.")
        case .year(let text): ("\(quoted(text))의 연도가 범위를 벗어났습니다.", "1970년부터 2199년까지로 쓰십시오.")
        }
    }

    func words(for fault: ZoneFault) -> (cause: String, cure: String) {
        switch fault {
        case .unknown(let name, let nearest):
            (
                "\(quoted(name)) 시간대는 없습니다.",
                nearest.map { "\(with(.to, quoted($0))) 쓰십시오." } ?? "‘Asia/Shanghai’ 같은 IANA 이름을 쓰십시오."
            )
        case .malformed(let name, let reason): ("시간대 \(quoted(name))의 데이터가 손상되었습니다: \(reason).", "프로그램을 다시 설치하십시오.")
        }
    }

    func words(for fault: WallInterval.Fault) -> (cause: String, cure: String) {
        switch fault {
        case .notATime(let text): ("\(with(.topic, quoted(text))) 시각으로 읽을 수 없습니다.", "09:00처럼 hh:mm으로 쓰십시오.")
        case .opensAtMidnightsEnd: ("24:00에 시작할 수는 없습니다.", "다음 날 00:00에 시작하십시오.")
        case .opensWhenItCloses(let text): ("시작과 끝이 모두 \(text)입니다.", "종일이면 00:00-24:00으로 쓰십시오.")
        }
    }

    func words(for refusal: Ticket.Refusal, in zone: Zone) -> (cause: String, cure: String) {
        switch refusal {
        case .ahead(let occurred, let now): ahead(occurred, now, zone)
        case .beforeReceived(let occurred, let received): before(occurred, received, zone)
        case .tooFarBack(let occurred, let earliest):
            (
                "\(with(.topic, timeToSecond(occurred, in: zone))) 소급할 수 있는 범위를 벗어났습니다.",
                "\(timeToSecond(earliest, in: zone, isFrom: true)) 이후로 쓰거나, 권한이 있는 사람이 기록하십시오."
            )
        case .dateBackNeedsReason: ("소급 기록에는 사유가 필요합니다.", "늦게 기록하는 사유를 쓰십시오.")
        case .notPermitted(let name, let state): notPermitted(name, state)
        case .detailMissing(let name): ("\(quoted(event(name, in: nil)))에 필요한 정보가 없습니다.", detail(name))
        case .agreedDatePast(let date):
            ("합의한 일시 \(with(.topic, timeToSecond(date, in: zone))) 이미 지났습니다.", "더 나중의 일시로 합의하십시오.")
        case .handOverNotOffered(let team):
            ("티켓을 \(quoted(readable(team.rawValue)))에 인계 요청한 적이 없습니다.", "먼저 인계를 요청하십시오.")
        case .gateClosed(_, let missing): ("종료 전에 빠진 것이 있습니다: \(and(events(missing, in: nil))).", "기록한 뒤 종료하십시오.")
        case .unknownGrade(let grade): unknown(grade)
        case .alreadyGraded(let grade): already(grade)
        case .noSuchStrand(let number): ("티켓에 \(number)번 등급이 없습니다.", "티켓에 있는 등급을 고르십시오.")
        case .goingDownNeedsReason(let grade):
            ("\(with(.to, quoted(readable(grade.grade.rawValue)))) 바꾸면 고객과의 약속이 낮아집니다.", "변경 사유를 쓰십시오.")
        case .noSuchFact(let position): ("기록 \(position)에는 고칠 내용이 없습니다.", "이 티켓의 기록을 고르십시오.")
        case .otherCustomer(let ticket): ("티켓 \(quoted(ticket.rawValue))의 고객이 다릅니다.", "같은 고객의 티켓만 병합하십시오.")
        case .cannotMergeWithItself: ("티켓을 자기 자신과 병합할 수 없습니다.", "다른 티켓을 고르십시오.")
        case .cannotLinkToItself: ("티켓을 자기 자신에 연결할 수 없습니다.", "다른 티켓을 고르십시오.")
        case .alreadyEnded(let state): ("티켓이 이미 ‘\(self.state(state))’ 상태입니다.", "새 티켓을 여십시오.")
        case .mergedInto(let other): ("티켓이 \(other)에 병합되었습니다.", "\(other) 티켓에서 계속하십시오.")
        case .unknownEvent(let name, let nearest): unknown(name, nearest)
        case .ratedByAnother:
            ("이 티켓은 이미 다른 사람이 평가했습니다.", "평가는 평가한 사람만 고칠 수 있습니다.")
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
        case .alreadyLinked(let ticket): ("티켓 \(with(.topic, quoted(ticket.rawValue))) 이미 연결되어 있습니다.", "더 할 일이 없습니다.")
        case .notLinked(let ticket): ("티켓 \(with(.topic, quoted(ticket.rawValue))) 연결되어 있지 않습니다.", "먼저 연결하십시오.")
        case .unknownEvent(let name, let nearest): unknown(name, nearest)
        }
    }

    private func ahead(_ occurred: Instant, _ now: Instant, _ zone: Zone) -> (cause: String, cure: String) {
        ("\(with(.topic, timeToSecond(occurred, in: zone))) 아직 오지 않았습니다.", "\(timeToSecond(now, in: zone)) 이전으로 쓰십시오.")
    }

    private func before(_ occurred: Instant, _ received: Instant, _ zone: Zone) -> (cause: String, cure: String) {
        (
            "\(with(.topic, timeToSecond(occurred, in: zone))) 접수보다 앞섭니다.",
            "\(timeToSecond(received, in: zone, isFrom: true)) 이후로 쓰십시오."
        )
    }

    private func notPermitted(_ name: EventName, _ state: State) -> (cause: String, cure: String) {
        let cause = "‘\(self.state(state))’ 상태에서는 \(with(.object, quoted(event(name, in: nil)))) 기록할 수 없습니다."
        switch name {
        case .received, .merged, .graded, .regraded: return (cause, "해당 작업을 쓰십시오. 이 기록은 자동으로 남습니다.")
        default: break
        }
        switch state {
        case .resolved, .closed: return (cause, "먼저 다시 여십시오.")
        case .cancelled, .merged: return (cause, "새 티켓을 여십시오.")
        case .new, .open, .waiting: return (cause, name == .closed ? "먼저 해결하십시오." : "종료되지 않았으니 그대로 진행하십시오.")
        }
    }

    private func unknown(_ grade: GradeRef) -> (cause: String, cure: String) {
        (
            "정책 \(grade.policy)에 등급 \(with(.subject, quoted(grade.grade.rawValue))) 없습니다.",
            "있는 등급을 고르거나, 그 등급이 있는 버전을 불러오십시오."
        )
    }

    private func already(_ grade: GradeRef) -> (cause: String, cure: String) {
        ("이미 등급 \(quoted(readable(grade.grade.rawValue)))입니다.", "다른 등급을 고르거나 그대로 두십시오.")
    }

    private func unknown(_ name: EventName, _ nearest: String?) -> (cause: String, cure: String) {
        ("\(quoted(name.rawValue)) 이벤트는 없습니다.", nearest.map { "\(with(.to, quoted($0))) 쓰십시오." } ?? "용어집의 이벤트를 쓰십시오.")
    }

    private func detail(_ name: EventName) -> String {
        switch name {
        case .paused: "무엇을 기다리는지 쓰십시오."
        case .agreed: "합의한 일시를 쓰십시오."
        case .labourRecorded: "작업 시간(분)과 담당자를 쓰십시오."
        default: "필요한 정보를 추가하십시오."
        }
    }
}
