extension Record {
    /// Total: no event is refused, because it already happened.
    public mutating func evolve(_ event: Event) {
        switch event {
        case .put(let values, let personal):
            for (field, value) in values { self.values[field] = value }
            if state == .absent { state = .live }
            // The key of an erased person is gone, so nothing sealed can have come back.
            guard state != .erased else { return }
            for (field, hasValue) in personal {
                if hasValue { self.personal.insert(field) } else { self.personal.remove(field) }
            }
        case .retired: if state != .erased { state = .retired }
        case .restored: if state != .erased { state = .live }
        case .erased:
            state = .erased
            personal = []
        }
    }
}
