package org.cotangent.compiler.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The elementary functions of kernels against the library of the JDK, which is within 1 unit in the last place: over wide ranges,
/// at the edges, in both precisions, on single elements and on vectors.
class FunctionsTest {
  private static final long SEED = Long.getLong("cotangent.test.seed", 20_261_128);
  private static final int COUNT = 100_003;

  private static final double[] EDGES = {
    0.0,
    -0.0,
    1,
    -1,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.MIN_VALUE,
    -Double.MIN_VALUE,
    1e-310,
    Double.MIN_NORMAL,
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    709.5,
    709.78,
    709.79,
    -745,
    -745.2,
    -708.5,
    88.7,
    88.73,
    -87.4,
    -103.9,
    -104,
    36.9,
    1e-9,
    0.5,
    2,
    Math.nextDown(1.0)
  };

  @FunctionalInterface
  private interface Made {
    int of(Functions functions, int x);
  }

  @FunctionalInterface
  private interface Written {
    int of(Functions functions, Body body, int x);
  }

  private record Case(
      String name, Made made, DoubleUnaryOperator exact, double low, double high, double ulps) {}

  private static Stream<Case> cases() {
    return Stream.of(
        new Case("exp", Functions::exp, Math::exp, -30, 30, 1.5),
        new Case("exp, wide", Functions::exp, Math::exp, -750, 715, 1.5),
        new Case("expm1", Functions::expm1, Math::expm1, -2, 2, 3),
        new Case("expm1, wide", Functions::expm1, Math::expm1, -60, 720, 3),
        new Case("log", Functions::log, Math::log, 0, 4, 1.5),
        new Case("log, wide", Functions::log, Math::log, 0, 1e300, 1.5),
        new Case("log1p", Functions::log1p, Math::log1p, -1, 3, 3),
        new Case("log1p, wide", Functions::log1p, Math::log1p, 0, 1e12, 3),
        new Case("sin", Functions::sin, Math::sin, -4, 4, 2),
        new Case("sin, wide", Functions::sin, Math::sin, -600_000, 600_000, 2),
        new Case("cos", Functions::cos, Math::cos, -4, 4, 2),
        new Case("cos, wide", Functions::cos, Math::cos, -600_000, 600_000, 2),
        new Case("tanh", Functions::tanh, Math::tanh, -3, 3, 3),
        new Case("tanh, wide", Functions::tanh, Math::tanh, -25, 25, 3));
  }

  @TestFactory
  Stream<DynamicTest> closeToTheLibrary() {
    System.out.println("Elementary functions: -Dcotangent.test.seed=" + SEED + " draws them again");
    return cases().map(c -> dynamicTest(c.name, () -> check(c)));
  }

  /// Of an argument that is plainly not above 0 the exponential is a shorter one: of the same bits.
  @Test
  void exponentialsOfWhatIsNeverAboveZero() {
    double[] x = arguments(new Case("", Functions::exp, Math::exp, -750, 715, 0));
    double[] z = new double[COUNT];
    double[] squares = new double[COUNT];
    for (int i = 0; i < COUNT; i++) {
      z[i] = -Math.abs(x[i]);
      squares[i] = -x[i] * x[i];
    }
    for (Lane lane : List.of(Lane.F64, Lane.F32)) {
      Nest sizes = nest(lane, (f, body, i) -> f.exp(body.neg(body.abs(i))));
      Nest negated = nest(lane, (f, body, i) -> f.exp(body.mul(body.neg(i), i)));
      Nest any = nest(lane, (f, _, i) -> f.exp(i));
      assertTrue(sizes.body().weight() < any.body().weight(), lane.toString());
      same(lane, any, z, sizes, x);
      if (lane == Lane.F64) {
        same(lane, any, squares, negated, x);
      }
    }
  }

  private static void same(Lane lane, Nest expected, double[] x, Nest given, double[] y) {
    if (lane == Lane.F64) {
      double[] a = new double[COUNT];
      double[] b = new double[COUNT];
      KernelsOf.vectors(expected, x, a);
      KernelsOf.vectors(given, y, b);
      assertArrayEquals(a, b);
    } else {
      float[] a = new float[COUNT];
      float[] b = new float[COUNT];
      KernelsOf.vectors(expected, narrow(x), a);
      KernelsOf.vectors(given, narrow(y), b);
      assertArrayEquals(a, b);
    }
  }

  private static float[] narrow(double[] x) {
    float[] y = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = (float) x[i];
    }
    return y;
  }

  private static void check(Case c) {
    double[] x = arguments(c);
    double[] y = new double[x.length];
    double[] z = new double[x.length];
    Nest wide = nest(Lane.F64, c.made);
    KernelsOf.vectors(wide, x, y);
    KernelsOf.singles(wide, x, z);
    for (int i = 0; i < x.length; i++) {
      double exact = c.exact.applyAsDouble(x[i]);
      assertTrue(near(exact, y[i], Math.ulp(exact), c.ulps), c.name + "(" + x[i] + ") = " + y[i]);
      assertEquals(Double.doubleToLongBits(y[i]), Double.doubleToLongBits(z[i]), c.name + x[i]);
    }
    float[] u = narrow(x);
    float[] v = new float[x.length];
    float[] w = new float[x.length];
    Nest narrow = nest(Lane.F32, c.made);
    KernelsOf.vectors(narrow, u, v);
    KernelsOf.singles(narrow, u, w);
    for (int i = 0; i < x.length; i++) {
      double exact = c.exact.applyAsDouble(u[i]);
      assertTrue(
          near((float) exact, v[i], Math.ulp((float) exact), c.ulps),
          c.name + "(" + u[i] + "f) = " + v[i]);
      assertEquals(Float.floatToIntBits(v[i]), Float.floatToIntBits(w[i]), c.name + u[i]);
    }
  }

  private static boolean near(double exact, double value, double ulp, double ulps) {
    if (Double.isNaN(exact) || Double.isInfinite(exact) || exact == 0) {
      return Double.compare(exact, value) == 0;
    }
    return Math.abs(exact - value) <= ulps * ulp;
  }

  private static double[] arguments(Case c) {
    double[] x = new double[COUNT];
    var random = new Random(SEED);
    System.arraycopy(EDGES, 0, x, 0, EDGES.length);
    for (int i = EDGES.length; i < COUNT; i++) {
      x[i] = c.low + (c.high - c.low) * random.nextDouble();
      if (i % 3 == 0) {
        x[i] *= Math.pow(2, -random.nextInt(70));
      }
    }
    return x;
  }

  private static Nest nest(Lane lane, Made made) {
    return nest(lane, (functions, _, x) -> made.of(functions, x));
  }

  private static Nest nest(Lane lane, Written made) {
    var body = new Body();
    int y = made.of(new Functions(body, lane), body, body.load(0, lane));
    return new Nest(
        List.of(COUNT),
        List.of(new Nest.Operand(lane, 0, List.of(1))),
        body,
        List.of(new Nest.Output(y, lane, Nest.Reduction.NONE, 0, List.of(1))));
  }
}
