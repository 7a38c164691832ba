package org.cotangent.laws;

import static org.cotangent.laws.Samples.binary;
import static org.cotangent.laws.Samples.in;
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
    all.add(smooth("rgamma", x -> Special.rgamma(x[0]), Tensor.vector(0, -1, -2, -3)));
    betainc(all);
  }

  private static void betainc(List<Sample> all) {
    Call f = x -> Special.betainc(x[0], x[1], x[2]);
    all.add(smooth("betainc", f, in(0.6, 4), in(0.6, 4), in(0.2, 0.8)));
    all.add(smooth("betainc", f, in(0.6, 4, 3), in(0.6, 4, 3), in(0.2, 0.8, 3)));
    all.add(smooth("betainc", f, in(0.6, 4, 2, 1, 3), in(2, 4, 3, 1), in(0.2, 0.8, 3)));
    all.add(smooth("betainc", f, in(11, 20, 4), in(14, 20, 4), in(0.3, 0.6, 4)).within(1e-7));
    all.add(smooth("betainc", f, in(0.6, 4, 0, 2), in(0.6, 4), in(0.2, 0.8, 2)));
    Call upper = x -> Special.betaincc(x[0], x[1], x[2]);
    all.add(smooth("betaincc", upper, in(0.6, 4), in(0.6, 4, 3), in(0.2, 0.8, 2, 1)));
    Call inverse = x -> Special.betaincinv(x[0], x[1], x[2]);
    all.add(smooth("betaincinv", inverse, in(2, 4), in(2, 4), in(0.4, 0.6)));
    all.add(smooth("betaincinv", inverse, in(2, 4, 2, 3), in(2, 4, 3), in(0.4, 0.6, 2, 1)));
    all.add(smooth("betaincinv", inverse, in(2, 4, 1), in(2, 4, 0), in(0.4, 0.6)));
    Tensor edges = Tensor.vector(0, 1, 0.5, 2, -1, Double.POSITIVE_INFINITY, Double.NaN);
    Tensor column = edges.reshape(-1, 1);
    Tensor page = edges.reshape(-1, 1, 1);
    all.add(Sample.rough("betainc", x -> List.of(f.apply(array(x))), page, column, edges));
    all.add(Sample.rough("betaincinv", x -> List.of(inverse.apply(array(x))), page, column, edges));
  }

  @FunctionalInterface
  private interface Call {
    Tensor apply(Tensor... x);
  }

  private static Tensor[] array(List<Tensor> x) {
    return x.toArray(new Tensor[0]);
  }

  private static Sample smooth(String name, Call f, Tensor... x) {
    return Sample.smooth(name, inputs -> List.of(f.apply(array(inputs))), x);
  }
}
