package org.cotangent.program;

import static org.cotangent.Autodiff.customJvp;
import static org.cotangent.Autodiff.customVjp;
import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.stage;
import static org.cotangent.Tensor.ones;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.cotangent.Autodiff.Saved;
import org.cotangent.DType;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.primitive.Elementwise;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.Scalar;
import org.junit.jupiter.api.Test;

class ProgramsTest {
  private static final String GRADIENT =
      """
      { lambda a:f64[3] . let
          b:f64[3] = sin a
          c:f64[3] = cos a
          d:f64[3] = mul a c
          e:f64[3] = add b d
        in (e) }\
      """;

  @Test
  void printsAndParsesBack() {
    Program program = stage(grad(x -> x.sin().times(x).sum()), ones(3));
    assertEquals(GRADIENT, program.toString());
    assertEquals(program, Programs.parse(GRADIENT));
    assertEquals(program.hashCode(), Programs.parse(GRADIENT).hashCode());
  }

  @Test
  void namesDoNotMatterButOrderDoes() {
    var renamed =
        """
        { lambda x:f64[3] . let
            slope:f64[3] = sin x
            z:f64[3] = cos x
            in:f64[3] = mul x z
            e:f64[3] = add slope in
          in (e) }\
        """;
    assertEquals(Programs.parse(GRADIENT), Programs.parse(renamed));
    assertNotEquals(
        Programs.parse(GRADIENT), Programs.parse(renamed.replace("mul x z", "mul z x")));
  }

  @Test
  void everyFormOfLiteralReturns() {
    var literals =
        List.of(
            scalar(-0.0),
            scalar(Double.NaN),
            scalar(Double.NEGATIVE_INFINITY),
            scalar(1e-320),
            vector(1, 2.5),
            vector(),
            ones(2, 2),
            Tensor.full(DType.F32, 0.1, 3),
            Tensor.of(new float[] {0.1f, 2}, 2),
            Tensor.indices(1L << 60, -3),
            Tensor.full(DType.I64, 7, 2),
            Tensor.of(new int[] {5}, 1),
            Tensor.of(new boolean[] {true, false}, 2),
            Tensor.full(DType.BOOL, 1, 2),
            Tensor.zeros(0, 3),
            Tensor.of(new long[] {(1L << 53) + 1}, 1).reshape());
    for (Tensor literal : literals) {
      Program program = stage((TensorFunction) x -> literal, scalar(1));
      assertEquals(program, Programs.parse(program.toString()), program::toString);
    }
  }

  @Test
  void customRulesPrintAndParse() {
    TensorFunction forward = customJvp(Tensor::exp, (x, dx, y) -> dx.times(y));
    Program program = stage(forward, ones(2));
    assertEquals(program, Programs.parse(program.toString()), program::toString);
    var reverse =
        customVjp((Tensor x) -> new Saved<>(x.square(), x), (x, ct) -> ct.times(x).times(2));
    Program other = stage(reverse, scalar(3));
    assertEquals(other, Programs.parse(other.toString()), other::toString);
    assertEquals(9, other.apply(List.of(scalar(3))).getFirst().item());
    TensorFunction again = x -> other.apply(List.of(x)).getFirst();
    assertEquals(6, grad(again).at(3));
  }

  /// A user's own primitive, known by name once it is registered.
  record Halve() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return x.times(0.5);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.constant(0.5);
    }
  }

  @Test
  void usersPrimitivesAreRegistered() {
    Program program = stage(x -> new Halve().bind(x), scalar(1));
    var refused =
        assertThrows(IllegalArgumentException.class, () -> Programs.parse(program.toString()));
    assertTrue(
        String.valueOf(refused.getMessage())
            .contains(
                "there is no primitive named halve; one of your own is made known with"
                    + " Programs.register"),
        refused::getMessage);
    Programs.register(Halve.class);
    assertEquals(program, Programs.parse(program.toString()));
  }

  @Test
  void aVariableMayBeCalledLikeAWord() {
    var text =
        """
        { lambda let:f64 in:f64 . let
            true:f64 = add let in
          in (true, in, 1.5) }\
        """;
    var results = Programs.parse(text).apply(List.of(scalar(1), scalar(2)));
    assertEquals(List.of(3.0, 2.0, 1.5), results.stream().map(Tensor::item).toList());
  }

  @Test
  void faultsAreNamedWithTheirPlace() {
    assertParseError(
        "{ lambda a:f64 . let b:f64 = sin c\n in (b) }",
        "line 1, column 34: expected a variable that is defined before, not c, found \"c\"");
    assertParseError(
        "{ lambda a:f63 . let\n in (a) }",
        "line 1, column 15: expected a dtype, not f63, found \" . let\"");
    assertParseError(
        "{ lambda a:f64 . let\n b:f64 = reduce_sum[axis=[0]] a\n in (b) }",
        "line 2, column 21: expected axes found \"axis=[0]] a\"");
    assertParseError("{ lambda a:f64 . let\n in (a)", "line 2, column 8: expected } found the end");
  }

  private static void assertParseError(String text, String message) {
    var error = assertThrows(IllegalArgumentException.class, () -> Programs.parse(text));
    assertEquals("parse: " + message, error.getMessage());
  }

  @Test
  void theCheckFindsWhatDoesNotFit() {
    Program program = Programs.parse("{ lambda a:f64[2] . let\n b:f64[3] = sin a\n in (b) }");
    var error = assertThrows(IllegalArgumentException.class, () -> Programs.check(program));
    assertEquals(
        "program: equation 0, sin of [f64[2]], makes [f64[2]], but [f64[3]] is declared",
        error.getMessage());
  }

  @Test
  void survivesTheWayThroughBytes() throws IOException {
    Program program = stage(grad(x -> x.sin().times(x).sum()), ones(3));
    var bytes = new ByteArrayOutputStream();
    Programs.write(program, bytes);
    assertEquals(program, Programs.read(new ByteArrayInputStream(bytes.toByteArray())));
    var error =
        assertThrows(
            IOException.class, () -> Programs.read(new ByteArrayInputStream(new byte[] {1, 2})));
    assertEquals(
        "no program of this form: it does not start with \"cotangent program 1\"",
        error.getMessage());
  }

  @Test
  void argumentsAreChecked() {
    Program program = stage(Tensor::sin, ones(3));
    assertEquals(
        "program: argument 0 is f64[2], but a is f64[3]: stage it again for these shapes",
        assertThrows(IllegalArgumentException.class, () -> program.apply(List.of(ones(2))))
            .getMessage());
    assertEquals(
        "program: takes 1 arguments, not 2",
        assertThrows(IllegalArgumentException.class, () -> program.apply(List.of(ones(3), ones(3))))
            .getMessage());
  }
}
