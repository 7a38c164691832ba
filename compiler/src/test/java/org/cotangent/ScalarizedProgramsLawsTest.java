package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotangent.compiler.scalar.Scalarized;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The random programs as straight-line code: all of them can be, and do what evaluation does.
class ScalarizedProgramsLawsTest {
  private static final long SEED = Long.getLong("cotangent.test.seed", 20_261_124);

  @TestFactory
  Stream<DynamicTest> programs() {
    System.out.println("Random programs: -Dcotangent.test.seed=" + SEED + " draws them again");
    return IntStream.range(0, 100)
        .mapToObj(i ->
            dynamicTest(
                "seed " + (SEED + i),
                () -> assertEquals("", Scalarized.check(RandomProgramsTest.sample(SEED + i)))));
  }
}
