import Testing
import Wire

/// Tables for spreadsheets.
struct SheetTests {
    @Test(
        arguments: [
            (95.412_345_678, 2, "95.41"), (0.5, 2, "0.5"), (100, 2, "100"), (1.999, 2, "2"), (-0.049, 2, "-0.05"),
            (-0.001, 2, "0"), (-12.5, 1, "-12.5"), (0.049, 2, "0.05"), (1_234.5, 0, "1235"), (7, 0, "7"),
        ] as [(Double, Int, String)])
    func `a number has no more digits than say something`(value: Double, decimals: Int, text: String) {
        #expect(Sheet.Field.rounded(value, decimals: decimals) == .number(text))
    }
}
