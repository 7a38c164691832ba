package org.cotangent.compiler;

import static org.cotangent.Tensor.linspace;
import static org.cotangent.Tensor.ones;
import static org.cotangent.Tensor.vector;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.cotangent.Array;
import org.cotangent.Tensor;
import org.cotangent.program.Programs;
import org.junit.jupiter.api.Test;

/// Contractions that add nothing up: the same bits as products of matrices, in loops.
class OuterProductsTest {
  private static final String OUTER =
      """
      { lambda a:f64[3] b:f64[4] c:f64[3,4] . let
          d:f64[3,4] = dot_general[leftBatch=[], rightBatch=[], leftSum=[], rightSum=[]] a b
          e:f64[3,4] = add c d
        in (e) }\
      """;

  @Test
  void anOuterProductSharesALoopWithWhatFollows() {
    String plan = Planned.same(OUTER, 0, linspace(-1, 1, 3), linspace(0, 2, 4), ones(3, 4));
    assertTrue(plan.startsWith("loops [3, 4], 3 read, 1 written"), plan);
    assertEquals(0, plan.lines().filter(line -> line.contains("product")).count(), plan);
  }

  @Test
  void axesOfLengthOneAreSummed() {
    String plan =
        Planned.same(
            """
            { lambda a:f64[2,1,3] b:f64[4,2,1] . let
                c:f64[2,3,4] = dot_general[leftBatch=[0], rightBatch=[1], leftSum=[1], rightSum=[2]] a b
              in (c) }\
            """,
            0,
            linspace(-1, 1, 6).reshape(2, 1, 3),
            linspace(0, 2, 8).reshape(4, 2, 1));
    assertEquals(0, plan.lines().filter(line -> line.contains("product")).count(), plan);
  }

  @Test
  void batchAxesInAnotherOrder() {
    Planned.same(
        """
        { lambda a:f64[2,3,5] b:f64[4,3,2] . let
            c:f64[3,2,5,4] = dot_general[leftBatch=[1, 0], rightBatch=[1, 2], leftSum=[], rightSum=[]] a b
          in (c) }\
        """,
        0,
        linspace(-1, 1, 30).reshape(2, 3, 5),
        linspace(0, 2, 24).reshape(4, 3, 2));
  }

  /// A product of matrices begins its sums with 0, so it never makes −0.
  @Test
  void theSignOfZero() {
    var program =
        Programs.parse(
            """
            { lambda a:f64[2] b:f64[2] . let
                c:f64[2,2] = dot_general[leftBatch=[], rightBatch=[], leftSum=[], rightSum=[]] a b
              in (c) }\
            """);
    List<Tensor> x = List.of(vector(-1, 0), vector(0, -2));
    double[] expected = ((Array) program.apply(x).getFirst()).toDoubles();
    double[] actual = ((Array) new CompiledProgram(program).apply(x).getFirst()).toDoubles();
    for (int i = 0; i < expected.length; i++) {
      assertEquals(Double.doubleToRawLongBits(expected[i]), Double.doubleToRawLongBits(actual[i]));
    }
  }
}
