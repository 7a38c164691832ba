package org.cotangent.laws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.cotangent.Autodiff;
import org.cotangent.Tensor;
import org.cotangent.ops.Debugging;
import org.cotangent.ops.Families;
import org.cotangent.ops.Sampling;
import org.cotangent.primitive.Control;
import org.cotangent.primitive.CustomJvp;
import org.cotangent.primitive.CustomVjp;
import org.cotangent.primitive.CustomVmap;
import org.cotangent.primitive.Equation;
import org.cotangent.primitive.LinearSolve;
import org.cotangent.primitive.Primitive;
import org.cotangent.primitive.Program;
import org.cotangent.testkit.Laws;
import org.cotangent.testkit.Sample;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every law for the samples of every operation.
///
/// The inputs are drawn with a seed that is printed; `-Dcotangent.test.seed` draws others. `-Dcotangent.test.all=true` checks
/// derivatives to order 3 instead of 2, `-Dcotangent.test.op=NAME` takes the samples of one operation.
class OperationsLawsTest {
  private static final boolean ALL = Boolean.getBoolean("cotangent.test.all");
  private static final String ONE = System.getProperty("cotangent.test.op", "");

  @TestFactory
  Stream<DynamicTest> derivatives() {
    return each(
        "derivatives",
        samples(),
        sample -> {
          if (sample.smooth()) {
            Laws.derivatives(sample, ALL ? 3 : 2);
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> batches() {
    return each("batches", samples(), Laws::batches);
  }

  @TestFactory
  Stream<DynamicTest> programs() {
    return each("programs", samples(), Laws::programs);
  }

  @TestFactory
  Stream<DynamicTest> linearization() {
    return each("linearization", samples(), Laws::linearization);
  }

  @TestFactory
  Stream<DynamicTest> singlePrecision() {
    return each(
        "singlePrecision",
        samples().filter(sample -> sample.smooth() && !draws(sample)),
        Laws::singlePrecision);
  }

  /// Whether it draws random numbers: those of another dtype are others.
  private static boolean draws(Sample sample) {
    return Laws.stage(sample.function(), sample.inputs()).equations().stream()
        .anyMatch(
            equation -> equation.primitive().getClass().getEnclosingClass() == Sampling.class);
  }

  private static Stream<DynamicTest> each(
      String law, Stream<Sample> samples, Consumer<Sample> check) {
    return samples.map(sample -> dynamicTest(law + " of " + sample, () -> check.accept(sample)));
  }

  private static Stream<Sample> samples() {
    List<Sample> all = Samples.all();
    if (!ONE.isEmpty()) {
      List<Sample> named =
          all.stream().filter(sample -> sample.name().equalsIgnoreCase(ONE)).toList();
      assertTrue(!named.isEmpty(), "there is no sample named " + ONE);
      return named.stream();
    }
    return all.stream();
  }

  /// A primitive without a sample would be one without a law.
  @Test
  void everyPrimitiveIsInASample() {
    if (!ONE.isEmpty()) {
      return;
    }
    Set<String> met = new TreeSet<>();
    for (Sample sample : Samples.all()) {
      collect(Laws.stage(sample.function(), sample.inputs()), met);
      if (sample.smooth()) {
        collect(Laws.stage(gradient(sample), sample.inputs()), met);
      }
    }
    // Held by tests of their own: they take functions.
    met.add(CustomJvp.class.getName());
    met.add(CustomVjp.class.getName());
    for (Class<?> control : Control.OfPrograms.class.getPermittedSubclasses()) {
      met.add(control.getName());
    }
    met.add(CustomVmap.class.getName());
    met.add(LinearSolve.class.getName());
    // They print and throw.
    met.add(Debugging.Print.class.getName());
    met.add(Debugging.CheckNumbers.class.getName());
    met.add(Debugging.Ensure.class.getName());
    met.add(Debugging.WatchGradient.class.getName());
    var missing = new ArrayList<String>();
    for (Class<? extends Primitive> primitive : Families.primitives()) {
      assertTrue(primitive.isRecord(), primitive + " is no record");
      if (!met.contains(primitive.getName())) {
        missing.add(primitive.getName());
      }
    }
    assertEquals(
        List.of(), missing, "primitives without a sample: add one to the file of the family");
  }

  static org.cotangent.testkit.Flat gradient(Sample sample) {
    Function<List<Tensor>, List<Tensor>> f =
        arguments ->
            sample.function().apply(arguments).stream().filter(y -> y.dtype().floating()).toList();
    return arguments -> {
      List<Tensor> moving = arguments.stream().filter(x -> x.dtype().floating()).toList();
      var result =
          Autodiff.vjp(
              (List<Tensor> x) -> {
                var all = new ArrayList<Tensor>();
                int next = 0;
                for (Tensor argument : arguments) {
                  all.add(argument.dtype().floating() ? x.get(next++) : argument);
                }
                return f.apply(all);
              },
              moving);
      return result.pullback().apply(result.value());
    };
  }

  static void collect(Program program, Set<String> met) {
    for (Equation equation : program.equations()) {
      met.add(equation.primitive().getClass().getName());
    }
  }
}
