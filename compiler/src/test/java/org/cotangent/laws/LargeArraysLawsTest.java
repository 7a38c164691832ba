package org.cotangent.laws;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.cotangent.Autodiff;
import org.cotangent.DType;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.compiler.RequestsOf;
import org.cotangent.compiler.VectorModule;
import org.cotangent.kernel.Buffers;
import org.cotangent.ops.Shaping;
import org.cotangent.ops.Slicing;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Equation;
import org.cotangent.primitive.Literal;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Primitive;
import org.cotangent.primitive.Program;
import org.cotangent.testkit.Flat;
import org.cotangent.testkit.Laws;
import org.cotangent.testkit.Sample;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Operations that work element by element do to large arrays, by the compiler's kernels, what they do to small ones, by core's loops;
/// their derivatives too. And all ways of running a kernel give the same bits. Of each operation the first and the last sample, which
/// holds the special numbers; `-Dcotangent.test.all=true` takes all.
class LargeArraysLawsTest {
  private static final long SEED = Long.getLong("cotangent.test.seed", 20_261_129);

  private static final boolean ALL = Boolean.getBoolean("cotangent.test.all");

  /// Elements of a large array.
  private static final int LARGE = 600;

  @TestFactory
  Stream<DynamicTest> largeAgainstSmall() {
    Map<String, List<Sample>> byName = new LinkedHashMap<>();
    for (Sample sample : Samples.all()) {
      byName.computeIfAbsent(sample.name(), _ -> new ArrayList<>()).add(sample);
    }
    return byName.values().stream()
        .flatMap(
            all -> ALL || all.size() < 3 ? all.stream() : Stream.of(all.getFirst(), all.getLast()))
        .filter(LargeArraysLawsTest::elementwise)
        .map(sample -> dynamicTest(sample.toString(), () -> check(sample)));
  }

  private static boolean elementwise(Sample sample) {
    List<Tensor> inputs = sample.inputs();
    if (inputs.stream().anyMatch(x -> !x.shape().equals(inputs.getFirst().shape()))
        || inputs.getFirst().shape().size() == 0) {
      return false;
    }
    if (!elementwise(Laws.stage(sample.function(), inputs))) {
      return false;
    }
    try {
      List<Tensor> flat = inputs.stream().map(x -> x.reshape(-1)).toList();
      return elementwise(Laws.stage(sample.function(), flat));
    } catch (ShapeException _) {
      return false;
    }
  }

  /// Whether it does the same at every place, and some of it by kernels.
  private static boolean elementwise(Program program) {
    return program.equations().stream().allMatch(LargeArraysLawsTest::elementwise)
        && program.equations().stream().anyMatch(LargeArraysLawsTest::taken);
  }

  private static boolean elementwise(Equation equation) {
    Primitive primitive = equation.primitive();
    return (Op.of(primitive).pointwise() || primitive instanceof Shaping.Convert)
        && equation.inputs().stream()
            .allMatch(
                input -> !(input instanceof Literal literal) || Buffers.filled(literal.value()));
  }

  private static boolean taken(Equation equation) {
    Op op = Op.of(equation.primitive());
    return op.pointwise() && RequestsOf.taken(op, dtypes(equation));
  }

  private static List<DType> dtypes(Equation equation) {
    return equation.inputs().stream().map(Atom::aval).map(aval -> aval.dtype()).toList();
  }

  private static void check(Sample sample) {
    List<Tensor> small = sample.inputs().stream().map(x -> x.reshape(-1)).toList();
    List<Tensor> large = tiled(small);
    Flat f = sample.function();
    same("value", f.apply(small), f.apply(large), 1e-13);
    if (moving(large).isEmpty() || moving(f.apply(small)).isEmpty()) {
      return;
    }
    same("pullback", pullback(f).apply(small), pullback(f).apply(large), 1e-12);
    same("pushforward", pushforward(f).apply(small), pushforward(f).apply(large), 1e-12);
    if (sample.smooth()) {
      List<Tensor> narrow = small.stream().map(LargeArraysLawsTest::narrow).toList();
      same("F32", f.apply(narrow), f.apply(tiled(narrow)), 2e-4);
      same("F32 pullback", pullback(f).apply(narrow), pullback(f).apply(tiled(narrow)), 2e-4);
    }
  }

  private static Tensor narrow(Tensor x) {
    return x.dtype() == DType.F64 ? x.to(DType.F32) : x;
  }

  private static List<Tensor> tiled(List<Tensor> small) {
    int times = LARGE / small.getFirst().shape().size() + 1;
    return small.stream()
        .map(x -> Slicing.concat(0, java.util.Collections.nCopies(times, x)))
        .toList();
  }

  private static void same(String what, List<Tensor> small, List<Tensor> large, double tolerance) {
    List<Tensor> expected = tiled(small);
    for (int i = 0; i < expected.size(); i++) {
      String difference = Laws.difference(expected.get(i), large.get(i), tolerance);
      assertTrue(difference.isEmpty(), () -> what + ": " + difference + "\nat " + small);
    }
  }

  private static List<Tensor> moving(List<Tensor> inputs) {
    return inputs.stream().filter(x -> x.dtype().floating()).toList();
  }

  private static Flat ofMoving(Flat f, List<Tensor> inputs) {
    return arguments -> {
      var all = new ArrayList<Tensor>();
      int next = 0;
      for (Tensor input : inputs) {
        all.add(input.dtype().floating() ? arguments.get(next++) : input);
      }
      return moving(f.apply(all));
    };
  }

  /// The inputs' cotangents for cotangents that are the outputs' sines, so that they are not all equal.
  private static Flat pullback(Flat f) {
    return inputs -> {
      Flat g = ofMoving(f, inputs);
      var result = Autodiff.vjp(g::apply, moving(inputs));
      return result.pullback().apply(result.value().stream().map(Tensor::sin).toList());
    };
  }

  private static Flat pushforward(Flat f) {
    return inputs -> {
      List<Tensor> x = moving(inputs);
      Flat g = ofMoving(f, inputs);
      return Autodiff.jvp(g::apply, x, x.stream().map(t -> t.plus(0.5)).toList()).tangent();
    };
  }

  @Test
  void everyWayGivesTheSameBits() {
    assumeTrue(VectorModule.present(), "without vectors there is one way only");
    System.out.println("Requests: -Dcotangent.test.seed=" + SEED + " draws these operands again");
    var random = new SplittableRandom(SEED);
    Map<Op, List<DType>> found = new LinkedHashMap<>();
    var seen = new HashSet<String>();
    for (Sample sample : Samples.all()) {
      if (seen.add(sample.name())) {
        collect(Laws.stage(sample.function(), sample.inputs()), found);
      }
    }
    int taken = 0;
    for (Map.Entry<Op, List<DType>> entry : found.entrySet()) {
      taken += RequestsOf.check(entry.getKey(), entry.getValue(), random);
    }
    int all = taken;
    assertTrue(taken >= 200, () -> "only " + all + " requests were taken");
  }

  private static void collect(Program program, Map<Op, List<DType>> found) {
    for (Equation equation : program.equations()) {
      Op op = Op.of(equation.primitive());
      if (op.pointwise()) {
        found.putIfAbsent(op, dtypes(equation));
      }
    }
  }
}
