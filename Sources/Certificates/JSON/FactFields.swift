import Domain
import Wire

/// The members of an object on its way into types; a fault names the place.
struct FactFields {
    let value: JSONValue
    private let place: String

    init(_ value: JSONValue, _ place: String) {
        self.value = value
        self.place = place
    }

    func fault(_ key: String, _ cause: String) -> CertificateFault {
        .malformed(place: place.isEmpty ? key : key.isEmpty ? place : "\(place).\(key)", cause: cause)
    }

    func has(_ key: String) -> Bool { value[key] != nil }

    func text(_ key: String) throws(CertificateFault) -> String {
        guard let text = value[key]?.string else { throw fault(key, "a text is missing") }
        return text
    }

    func integer(_ key: String) throws(CertificateFault) -> Int64 {
        guard case .number(let digits)? = value[key], let number = Int64(digits) else {
            throw fault(key, "an integer is missing")
        }
        return number
    }

    /// Within the years that can be told and folded without overflow.
    func instant(_ key: String) throws(CertificateFault) -> Instant {
        let instant = Instant(milliseconds: try integer(key))
        guard Instant.tablesBegin <= instant, instant < Instant.horizon else {
            throw fault(key, "no instant before 2200")
        }
        return instant
    }

    func integer(_ key: String, in range: ClosedRange<Int64>) throws(CertificateFault) -> Int64 {
        let number = try integer(key)
        guard range.contains(number) else {
            throw fault(key, "it is not between \(range.lowerBound) and \(range.upperBound)")
        }
        return number
    }

    /// Up to two hundred and fifty years.
    func duration(_ key: String) throws(CertificateFault) -> Duration {
        Duration(milliseconds: try integer(key, in: 0...8_000_000_000_000))
    }

    func instant(ifAny key: String) throws(CertificateFault) -> Instant? { has(key) ? try instant(key) : nil }

    func object(_ key: String) throws(CertificateFault) -> FactFields {
        guard let member = value[key], case .object = member else { throw fault(key, "an object is missing") }
        return FactFields(member, place.isEmpty ? key : "\(place).\(key)")
    }

    func list(_ key: String) throws(CertificateFault) -> [FactFields] {
        guard case .array(let values)? = value[key] else { throw fault(key, "a list is missing") }
        return values.enumerated().map { FactFields($1, (place.isEmpty ? key : "\(place).\(key)") + "[\($0)]") }
    }
}

extension JSONValue {
    /// - Parameter place: how a fault calls it.
    init(_ bytes: [UInt8], in place: String) throws(CertificateFault) {
        let read: Result<JSONValue, JSONFault> = bytes.withUnsafeBufferPointer { bytes in
            do throws(JSONFault) { return .success(try JSONValue(bytes)) } catch { return .failure(error) }
        }
        switch read {
        case .success(let value): self = value
        case .failure(let fault): throw .malformed(place: place, cause: "column \(fault.column): \(fault.reason)")
        }
    }
}
