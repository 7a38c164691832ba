package org.cotangent.laws;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.stream.Stream;
import org.cotangent.testkit.Laws;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What compiled code computes for every sample of every operation, and for its derivatives, is what evaluation at once computes.
class CompiledLawsTest {
  @TestFactory
  Stream<DynamicTest> programs() {
    return Samples.all().stream()
        .map(sample -> dynamicTest(sample.toString(), () -> Laws.programs(sample)));
  }
}
