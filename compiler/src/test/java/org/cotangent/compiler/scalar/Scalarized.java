package org.cotangent.compiler.scalar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.cotangent.Array;
import org.cotangent.Autodiff;
import org.cotangent.DType;
import org.cotangent.PlainFunction;
import org.cotangent.Tensor;
import org.cotangent.primitive.Program;
import org.cotangent.testkit.Flat;
import org.cotangent.testkit.Laws;
import org.cotangent.testkit.Sample;

/// Compares straight-line code with evaluation.
public final class Scalarized {
  private static final int LIMIT = 100_000;

  private Scalarized() {}

  /// The function compiled, which must be possible.
  public static PlainFunction of(Program program) {
    return switch (ScalarCompiler.compile(program, LIMIT)) {
      case ScalarCompiler.Result.Code(PlainFunction function) -> function;
      case ScalarCompiler.Result.Refused(String reason) -> throw new AssertionError(reason);
    };
  }

  /// Why the sample, its pullback or its pushforward can't be code; empty if they can and do what evaluation does.
  public static String check(Sample sample) {
    var narrowed = ofDoubles(sample.function(), sample.inputs());
    List<Tensor> x = doubles(sample.inputs());
    String reason = check(narrowed, x);
    if (!reason.isEmpty() || x.isEmpty() || narrowed.apply(x).isEmpty()) {
      return reason;
    }
    reason =
        check(
            inputs -> {
              var vjp = Autodiff.vjp(narrowed, inputs);
              return vjp.pullback()
                  .apply(vjp.value().stream().map(y -> y.times(0).plus(0.5)).toList());
            },
            x);
    return reason.isEmpty()
        ? check(inputs -> Autodiff.jvp(narrowed, inputs, inputs).tangent(), x)
        : reason;
  }

  private static String check(Function<List<Tensor>, List<Tensor>> f, List<Tensor> x) {
    Program program = Autodiff.stage(f, x);
    return switch (ScalarCompiler.compile(program, LIMIT)) {
      case ScalarCompiler.Result.Refused(String reason) -> reason;
      case ScalarCompiler.Result.Code(PlainFunction function) -> {
        double[] out = function.apply(flat(x));
        same(f.apply(x), out, program);
        yield "";
      }
    };
  }

  /// Bit for bit, but for the order in which products are summed, the signs of zeros and the bits of NaN.
  private static void same(List<Tensor> expected, double[] actual, Program program) {
    boolean ordered =
        program.equations().stream().noneMatch(e -> e.primitive().name().contains("dot"));
    int at = 0;
    for (Tensor tensor : expected) {
      int size = tensor.shape().size();
      Tensor got = Tensor.of(Arrays.copyOfRange(actual, at, at + size), tensor.shape().toArray());
      assertEquals("", Laws.difference(tensor, got, ordered ? 0 : 1e-13), program::toString);
      at += size;
    }
    assertEquals(at, actual.length);
  }

  private static double[] flat(List<Tensor> x) {
    return x.stream().flatMapToDouble(t -> Arrays.stream(((Array) t).toDoubles())).toArray();
  }

  private static List<Tensor> doubles(List<Tensor> inputs) {
    return inputs.stream().filter(x -> x.dtype() == DType.F64).toList();
  }

  /// The function of its `F64` inputs, others as they are, with its results as `F64`; those that are not floating only if none is.
  private static Function<List<Tensor>, List<Tensor>> ofDoubles(Flat f, List<Tensor> inputs) {
    return x -> {
      var all = new ArrayList<Tensor>();
      int next = 0;
      for (Tensor input : inputs) {
        all.add(input.dtype() == DType.F64 ? x.get(next++) : input);
      }
      return f.apply(all).stream().map(y -> y.to(DType.F64)).toList();
    };
  }
}
