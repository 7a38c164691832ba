package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.cotangent.primitive.Program;
import org.cotangent.program.Programs;
import org.cotangent.testkit.Flat;
import org.cotangent.testkit.Laws;

/// Transformations of functions on lists, composed in every order, against the same of a function that computes the same in another way.
final class Chains {
  private Chains() {}

  /// What a transformation makes of a function. Those that compute the same in another way are not applied to the function that is
  /// compared with.
  record Transformation(String name, UnaryOperator<Flat> of, boolean same) {}

  static final Transformation STAGE = new Transformation("stage", Chains::staged, true);
  static final Transformation COMPILE = new Transformation("compile", Chains::compiled, true);
  static final Transformation JVP = new Transformation("jvp", Chains::pushed, false);
  static final Transformation VJP = new Transformation("vjp", Chains::pulled, false);
  static final Transformation VMAP = new Transformation("vmap", Chains::mapped, false);

  /// Compares `f` with `plain` under all chains of `transformations` up to `depth`; returns how many there are.
  static int agree(
      String name,
      Flat f,
      Flat plain,
      List<Tensor> inputs,
      List<Transformation> transformations,
      int depth) {
    same(name, f, plain, inputs);
    int ran = 1;
    if (depth > 0) {
      for (Transformation t : transformations) {
        ran +=
            agree(
                t.name + " of " + name,
                t.of.apply(f),
                t.same ? plain : t.of.apply(plain),
                inputs,
                transformations,
                depth - 1);
      }
    }
    return ran;
  }

  /// Both make the same.
  static void same(String name, Flat f, Flat plain, List<Tensor> inputs) {
    List<Tensor> expected = plain.apply(inputs);
    List<Tensor> actual;
    try {
      actual = f.apply(inputs);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(name + ": " + e, e);
    }
    assertEquals(expected.size(), actual.size(), name);
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(
          "", Laws.difference(expected.get(i), actual.get(i), 1e-9), name + ", result " + i);
    }
  }

  private static Flat staged(Flat f) {
    return x -> {
      Program program = Autodiff.stage((Function<List<Tensor>, List<Tensor>>) f::apply, x);
      String text = program.toString();
      if (!text.contains("host_call") && !text.contains("reverse_while")) {
        // These run functions of Java, which no text holds.
        assertEquals(program, Programs.parse(text));
      }
      Programs.check(program);
      return program.apply(x);
    };
  }

  private static Flat compiled(Flat f) {
    return Autodiff.compile((Function<List<Tensor>, List<Tensor>>) f::apply)::apply;
  }

  private static Flat pushed(Flat f) {
    return x -> {
      var jvp = Autodiff.jvp((List<Tensor> y) -> f.apply(y), x, waves(x, 1));
      var all = new ArrayList<>(jvp.value());
      all.addAll(jvp.tangent());
      return all;
    };
  }

  private static Flat pulled(Flat f) {
    return x -> {
      var vjp = Autodiff.vjp((List<Tensor> y) -> f.apply(y), x);
      return vjp.pullback().apply(waves(vjp.value(), 2));
    };
  }

  private static Flat mapped(Flat f) {
    return x -> {
      var examples = x.stream().map(y -> Tensor.stack(y, y.times(0.9), y.plus(0.15))).toList();
      return Autodiff.vmap((List<Tensor> y) -> f.apply(y)).apply(examples);
    };
  }

  /// Some numbers of the shapes of `x`.
  private static List<Tensor> waves(List<Tensor> x, int seed) {
    var result = new ArrayList<Tensor>();
    for (Tensor y : x) {
      double[] data = new double[y.shape().size()];
      for (int i = 0; i < data.length; i++) {
        data[i] = Math.sin(1 + seed + i + 3 * result.size());
      }
      result.add(Tensor.of(data, y.shape().toArray()).to(y.dtype()));
    }
    return result;
  }
}
