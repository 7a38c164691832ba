package org.cotangent.laws;

import static org.cotangent.laws.Samples.binary;
import static org.cotangent.laws.Samples.unary;

import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.ops.Special;
import org.cotangent.testkit.Sample;

/// The gamma, beta and zeta functions.
final class GammaSamples {
  private GammaSamples() {}

  static void addTo(List<Sample> all) {
    unary(all, "gamma", Special::gamma, 0.5, 3);
    unary(all, "gamma", Special::gamma, -1.7, -1.3);
    unary(all, "lgamma", Tensor::lgamma, 0.5, 14);
    unary(all, "lgamma", Special::lgamma, -2.7, -2.3);
    unary(all, "rgamma", Special::rgamma, -3, 3);
    unary(all, "digamma", Special::digamma, 0.6, 12);
    unary(all, "trigamma", Special::trigamma, 0.6, 12);
    unary(all, "polygamma", x -> Special.polygamma(3, x), 0.9, 5);
    unary(all, "polygamma", x -> Special.polygamma(2, x), -2.6, -2.4);
    unary(all, "multigammaln", x -> Special.multigammaln(x, 4), 2.2, 9);
    binary(all, "beta", Special::beta, 0.5, 4, 0.7, 9);
    binary(all, "betaln", Special::betaln, 0.5, 4, 0.7, 30);
    unary(all, "zeta", Special::zeta, 1.5, 4);
    unary(all, "zeta", Special::zeta, -3, 0.5);
    binary(all, "zeta", Special::zeta, 1.5, 4, 0.6, 12);
    binary(all, "gammainc", Special::gammainc, 0.5, 6, 0.5, 6);
    binary(all, "gammainc", Special::gammainc, 31, 50, 25, 60);
    binary(all, "gammaincc", Special::gammaincc, 0.1, 0.6, 0.2, 2);
    binary(all, "gammaincc", Special::gammaincc, 1, 6, 0.5, 9);
    binary(all, "gammaincinv", Special::gammaincinv, 2, 4, 0.4, 0.6);
    binary(all, "gammainccinv", Special::gammainccinv, 2, 4, 0.4, 0.6);
    all.add(smoothAt("rgamma", Special::rgamma, Tensor.vector(0, -1, -2, -3)));
  }

  private static Sample smoothAt(
      String name, java.util.function.UnaryOperator<Tensor> f, Tensor x) {
    return Sample.smooth(name, inputs -> List.of(f.apply(inputs.get(0))), x);
  }
}
