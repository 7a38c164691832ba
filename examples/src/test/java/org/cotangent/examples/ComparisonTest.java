package org.cotangent.examples;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static void compare(String expected, String actual) {
    new Comparison(1e-6, 1e-9).check(expected.lines().toList(), List.of(actual.split("\n")));
  }

  @Test
  void numbersWithinToleranceAndAnyWhiteSpaceAreEqual() {
    assertDoesNotThrow(() -> compare("a [1.0,\n 2.5e3]", "a  [1.0000001, 2500]"));
    assertDoesNotThrow(() -> compare("zero 0.0, -0.0", "zero -1e-12, 0"));
    assertDoesNotThrow(() -> compare("NaN Infinity -Infinity", "NaN Infinity -Infinity"));
  }

  @Test
  void anotherNumberWordOrLengthIsNot() {
    assertThrows(AssertionError.class, () -> compare("1.0", "1.00001"));
    assertThrows(AssertionError.class, () -> compare("1.0", "-1.0"));
    assertThrows(AssertionError.class, () -> compare("1.0", "NaN"));
    assertThrows(AssertionError.class, () -> compare("f32", "f64"));
    assertThrows(AssertionError.class, () -> compare("mul/0", "mul/1"));
    assertThrows(AssertionError.class, () -> compare("1.0", "1.0 2.0"));
    assertThrows(AssertionError.class, () -> compare("1.0 2.0", "1.0"));
  }
}
