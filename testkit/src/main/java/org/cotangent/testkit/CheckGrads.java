package org.cotangent.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.cotangent.Autodiff;
import org.cotangent.Box;
import org.cotangent.DType;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;

/// Compares derivatives with differences of values.
///
/// Along one random direction, forward mode must agree with central differences (extrapolated by Richardson's rule, so that they
/// are good to about ten digits; where a function is so steep that they are not, their step is halved as long as they come nearer at
/// the rate of their error), and reverse mode with forward mode: `⟨w, jvp(v)⟩ = ⟨vjp(w), v⟩`. Higher orders check in the same
/// way the functions `(x, v) → jvp(x, v)` and `(x, w) → vjp(x, w)`, so all mixtures of the modes are covered, and the derivatives by
/// tangent and cotangent too.
///
/// Inputs that are not floating are held fixed. A failure is an [AssertionError] that shows the inputs, the direction, both numbers
/// and the program.
public final class CheckGrads {
  private static final double STEP = 1e-3;

  /// How often a step that may be too wide is halved; after that, differences are all rounding.
  private static final int HALVINGS = 5;

  /// By what a halved step must bring differences nearer to the derivative. An error of order h⁴ shrinks by 16; what a derivative is
  /// wrong by does not shrink.
  private static final double RATE = 4;

  private final double tolerance;
  private final Numbers numbers;

  private CheckGrads(double tolerance, long seed) {
    this.tolerance = tolerance;
    this.numbers = new Numbers(seed);
  }

  /// Checks a function of one tensor to an order, at each of the points.
  public static void checkGrads(TensorFunction f, int order, Tensor... points) {
    for (Tensor point : points) {
      checkGrads((Flat) inputs -> List.of(f.apply(inputs.getFirst())), order, List.of(point));
    }
  }

  /// Checks a function of one tensor to an order, at each of the numbers.
  public static void checkGrads(TensorFunction f, int order, double... points) {
    for (double point : points) {
      checkGrads(f, order, Tensor.scalar(point));
    }
  }

  /// Checks a function of several tensors to an order.
  public static void checkGrads(Flat f, int order, List<Tensor> inputs) {
    checkGrads(f, order, inputs, 1e-8, 1);
  }

  /// The same with a relative tolerance of the differences, and a seed for the directions.
  public static void checkGrads(
      Flat f, int order, List<Tensor> inputs, double tolerance, long seed) {
    new CheckGrads(tolerance, seed).check(f, order, inputs, "");
  }

  private void check(Flat f, int order, List<Tensor> inputs, String path) {
    List<Integer> moving = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i).dtype() == DType.F64) {
        moving.add(i);
      }
    }
    Function<List<Tensor>, List<Tensor>> g =
        arguments -> floating(f.apply(with(inputs, moving, arguments)));
    List<Tensor> x = moving.stream().map(inputs::get).toList();
    List<Tensor> y = g.apply(x);
    if (x.isEmpty() || y.isEmpty()) {
      return;
    }
    List<Tensor> v = x.stream().map(t -> numbers.normal(t.shape())).toList();
    List<Tensor> w = y.stream().map(t -> numbers.normal(t.shape())).toList();
    var forward = Autodiff.jvp(g, x, v);
    var reverse = Autodiff.vjp(g, x);
    List<Tensor> pulled = reverse.pullback().apply(w);
    for (int i = 0; i < y.size(); i++) {
      same(path + "the value under jvp", y.get(i), forward.value().get(i), 1e-12, g, x, v);
      same(path + "the value under vjp", y.get(i), reverse.value().get(i), 1e-12, g, x, v);
    }
    for (int i = 0; i < x.size(); i++) {
      require(
          pulled.get(i).aval().equals(x.get(i).aval()),
          path + "a gradient is " + pulled.get(i).aval() + ", but its input " + x.get(i).aval(),
          g,
          x,
          v);
    }
    String gap = gap(g, x, v, forward.tangent());
    require(gap.isEmpty(), path + "jvp against differences: " + gap, g, x, v);
    double[] left = dot(w, forward.tangent());
    double[] right = dot(pulled, v);
    require(
        Math.abs(left[0] - right[0]) <= 1e-9 * (1e-3 + left[1] + right[1]),
        path + "<w, jvp(v)> is " + left[0] + ", but <vjp(w), v> is " + right[0],
        g,
        x,
        v);
    if (order > 1) {
      int n = x.size();
      check(
          all -> Autodiff.jvp(g, all.subList(0, n), all.subList(n, 2 * n)).tangent(),
          order - 1,
          joined(x, v),
          path + "jvp, ");
      check(
          all -> Autodiff.vjp(g, all.subList(0, n)).pullback().apply(all.subList(n, all.size())),
          order - 1,
          joined(x, w),
          path + "vjp, ");
    }
  }

  private static List<Tensor> joined(List<Tensor> a, List<Tensor> b) {
    var all = new ArrayList<>(a);
    all.addAll(b);
    return List.copyOf(all);
  }

  private static List<Tensor> with(
      List<Tensor> inputs, List<Integer> moving, List<Tensor> arguments) {
    var all = new ArrayList<>(inputs);
    for (int k = 0; k < moving.size(); k++) {
      all.set(moving.get(k), arguments.get(k));
    }
    return List.copyOf(all);
  }

  private static List<Tensor> floating(List<Tensor> outputs) {
    return outputs.stream().filter(t -> t.dtype().floating()).toList();
  }

  /// How `tangent` differs from differences; empty if it does not, at the usual step or a smaller one.
  private String gap(
      Function<List<Tensor>, List<Tensor>> g,
      List<Tensor> x,
      List<Tensor> v,
      List<Tensor> tangent) {
    List<Tensor> differences = differences(g, x, v, STEP);
    String first = unlike(differences, tangent);
    double distance = distance(differences, tangent);
    double step = STEP;
    for (int i = 0; i < HALVINGS && !first.isEmpty(); i++) {
      step /= 2;
      differences = differences(g, x, v, step);
      double nearer = distance(differences, tangent);
      // Also what is wrong by little more than the tolerance may come within it by chance, but not
      // at this rate.
      if (nearer * RATE <= distance && unlike(differences, tangent).isEmpty()) {
        return "";
      }
      distance = nearer;
    }
    return first;
  }

  private String unlike(List<Tensor> differences, List<Tensor> tangent) {
    for (int i = 0; i < tangent.size(); i++) {
      String difference = Laws.difference(differences.get(i), tangent.get(i), tolerance);
      if (!difference.isEmpty()) {
        return difference;
      }
    }
    return "";
  }

  /// The largest distance of two elements.
  private static double distance(List<Tensor> differences, List<Tensor> tangent) {
    double distance = 0;
    for (int i = 0; i < tangent.size(); i++) {
      double[] a = Box.valueOf(differences.get(i)).toDoubles();
      double[] b = Box.valueOf(tangent.get(i)).toDoubles();
      for (int k = 0; k < a.length; k++) {
        // Infinities and NaNs that are the same have no distance.
        if (Double.compare(a[k], b[k]) != 0) {
          distance = Math.max(distance, Math.abs(a[k] - b[k]));
        }
      }
    }
    return distance;
  }

  /// Two central differences, of steps h and h/2, combined so that the error is of order h⁴.
  private static List<Tensor> differences(
      Function<List<Tensor>, List<Tensor>> g, List<Tensor> x, List<Tensor> v, double h) {
    List<Tensor> wide = central(g, x, v, h);
    List<Tensor> narrow = central(g, x, v, h / 2);
    var result = new ArrayList<Tensor>();
    for (int i = 0; i < wide.size(); i++) {
      result.add(narrow.get(i).times(4).minus(wide.get(i)).div(3));
    }
    return result;
  }

  private static List<Tensor> central(
      Function<List<Tensor>, List<Tensor>> g, List<Tensor> x, List<Tensor> v, double h) {
    List<Tensor> up = g.apply(moved(x, v, h));
    List<Tensor> down = g.apply(moved(x, v, -h));
    var result = new ArrayList<Tensor>();
    for (int i = 0; i < up.size(); i++) {
      result.add(up.get(i).minus(down.get(i)).div(2 * h));
    }
    return result;
  }

  private static List<Tensor> moved(List<Tensor> x, List<Tensor> v, double h) {
    var result = new ArrayList<Tensor>();
    for (int i = 0; i < x.size(); i++) {
      result.add(x.get(i).plus(v.get(i).times(h)));
    }
    return result;
  }

  /// The inner product, and the sum of the magnitudes of its terms.
  private static double[] dot(List<Tensor> a, List<Tensor> b) {
    double sum = 0;
    double size = 0;
    for (int i = 0; i < a.size(); i++) {
      double[] p = Box.valueOf(a.get(i)).toDoubles();
      double[] q = Box.valueOf(b.get(i)).toDoubles();
      for (int k = 0; k < p.length; k++) {
        sum += p[k] * q[k];
        size += Math.abs(p[k] * q[k]);
      }
    }
    return new double[] {sum, size};
  }

  private static void same(
      String what,
      Tensor expected,
      Tensor actual,
      double tolerance,
      Function<List<Tensor>, List<Tensor>> g,
      List<Tensor> x,
      List<Tensor> v) {
    String difference = Laws.difference(expected, actual, tolerance);
    require(difference.isEmpty(), what + ": " + difference, g, x, v);
  }

  private static void require(
      boolean holds,
      String what,
      Function<List<Tensor>, List<Tensor>> g,
      List<Tensor> x,
      List<Tensor> v) {
    if (!holds) {
      String program;
      try {
        program = Autodiff.stage(g, x).toString();
      } catch (RuntimeException e) {
        program = "no program: " + e.getMessage();
      }
      throw new AssertionError(what + "\nat " + x + "\nalong " + v + "\nof " + program);
    }
  }
}
