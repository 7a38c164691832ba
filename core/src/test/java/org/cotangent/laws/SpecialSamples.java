package org.cotangent.laws;

import static org.cotangent.laws.Samples.binary;
import static org.cotangent.laws.Samples.unary;

import java.util.List;
import org.cotangent.ops.Exponential;
import org.cotangent.ops.Special;
import org.cotangent.ops.Trigonometric;
import org.cotangent.testkit.Sample;

/// Special functions beyond those of statistics.
final class SpecialSamples {
  private SpecialSamples() {}

  static void addTo(List<Sample> all) {
    elementary(all);
    integrals(all);
  }

  private static void integrals(List<Sample> all) {
    unary(all, "expi", Special::expi, 0.5, 2);
    unary(all, "exp1", Special::exp1, 0.5, 2);
    unary(all, "expn", x -> Special.expn(0, x), 0.5, 2);
    unary(all, "expn", x -> Special.expn(3, x), 0.5, 2);
    unary(all, "logInt", Special::logInt, 1.6, 3);
    unary(all, "si", Special::si, -2, 2);
    unary(all, "ci", Special::ci, 0.5, 2);
    unary(all, "dilogarithm", Special::dilogarithm, -2, 0.5);
    unary(all, "spence", Special::spence, 0.5, 2);
  }

  private static void elementary(List<Sample> all) {
    unary(all, "exp10", Exponential::exp10, -0.5, 0.5);
    unary(all, "log1mexp", Exponential::log1mexp, 0.5, 2);
    unary(all, "log1mexp", Exponential::log1mexp, -2, -0.5);
    binary(all, "logDiffExp", Exponential::logDiffExp, 1, 2, -2, 0.5);
    unary(all, "sinPi", Trigonometric::sinPi, -0.6, 0.6);
    unary(all, "cosPi", Trigonometric::cosPi, -0.6, 0.6);
    unary(all, "tanPi", Trigonometric::tanPi, -0.25, 0.25);
    unary(all, "gudermannian", Trigonometric::gudermannian, -2, 2);
    unary(all, "haversine", Trigonometric::haversine, -2, 2);
    unary(all, "erfcinv", Special::erfcinv, 0.3, 1.7);
    unary(all, "dawson", Special::dawson, -2, 2);
    binary(all, "owensT", Special::owensT, -2, 2, -2, 2);
    unary(all, "lambertW", Special::lambertW, -0.1, 2);
    unary(all, "lambertWm1", Special::lambertWm1, -0.22, -0.18);
  }
}
