package org.cotangent.examples.digits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Arrays;
import org.cotangent.DType;
import org.cotangent.RandomKey;
import org.junit.jupiter.api.Test;

class DigitsTest {
  private final Digits digits = Digits.load();

  /// Sizes, sums and the first row, counted in the file by another program.
  @Test
  void theFileIsReadWhole() {
    assertEquals("(1797,64)", digits.images().shape().toString());
    assertEquals("(1797)", digits.labels().shape().toString());
    assertEquals(DType.F64, digits.images().dtype());
    assertEquals(DType.I64, digits.labels().dtype());
    assertEquals(561_718 / 16.0, digits.images().sum().item(), 1e-6);
    assertEquals(8_070.0, digits.labels().sum().item());
    var firstRow = Arrays.copyOf(digits.images().toDoubles(), 8);
    assertEquals("[0.0, 0.0, 0.3125, 0.8125, 0.5625, 0.0625, 0.0, 0.0]", Arrays.toString(firstRow));
  }

  @Test
  void batchesStartAgainAfterTheLastWholeOne() {
    var twelve = digits.rows(0, 12);
    assertEquals(label(digits, 5), label(twelve.batch(1, 5), 0));
    assertEquals(label(digits, 0), label(twelve.batch(2, 5), 0));
    assertEquals(5, twelve.batch(7, 5).size());
  }

  @Test
  void aSplitLosesNothing() {
    var split = digits.split(0.8);
    assertEquals(1437, split.train().size());
    assertEquals(360, split.heldOut().size());
    assertEquals(label(digits, 1437), label(split.heldOut(), 0));
  }

  @Test
  void aShuffleKeepsRowsTogetherAndDependsOnItsKeyOnly() {
    var some = digits.rows(0, 200);
    var shuffled = some.shuffled(RandomKey.of(3));
    assertEquals(signature(some), signature(shuffled), 1e-6);
    assertEquals(
        Arrays.toString(shuffled.labels().toDoubles()),
        Arrays.toString(some.shuffled(RandomKey.of(3)).labels().toDoubles()));
    assertNotEquals(
        Arrays.toString(shuffled.labels().toDoubles()), Arrays.toString(some.labels().toDoubles()));
  }

  /// The same for every order of the rows, and only for orders of whole rows.
  private static double signature(Digits digits) {
    return digits.images().sum(1).exp().times(digits.labels().to(DType.F64)).mean().log().item();
  }

  private static double label(Digits digits, int row) {
    return digits.labels().get(row).item();
  }
}
