import Testing

@testable import Desk

/// What an id says of its making.
@Suite struct NewIDTests {
    @Test(
        arguments: [
            (0, 0, "000000000000000"), (1_771_061_400_125, 0, "khdqrmhx0000000"),
            (1_771_061_400_125, 0xFF_FFFF_FFFF, "khdqrmhxzzzzzzz"), (UInt64.max, 0x01_2345_6789, "zzzzzzzz04hmasw"),
        ] as [(UInt64, UInt64, String)])
    func `eight letters of an id are its time and seven are chance`(time: UInt64, chance: UInt64, id: String) {
        #expect(ServiceDesk.id(time, chance) == id)
    }
}
