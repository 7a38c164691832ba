package org.cotangent.ops;

import java.util.List;
import org.cotangent.kernel.Counts;
import org.cotangent.primitive.Elementwise;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Scalar;

/// The rules of quantiles of whole-numbered variables: steps, with derivative 0; [Distributions] is the door to them.
public final class CountQuantiles {
  static final Op POISSON = Op.of(new PoissonQuantile());
  static final Op BINOMIAL = Op.of(new BinomialQuantile());

  private CountQuantiles() {}

  /// The smallest number whose Poisson distribution function reaches p. Derivative 0.
  public record PoissonQuantile() implements Elementwise.Binary {
    @Override
    public Scalar value(Scalar rate, Scalar p) {
      return Scalar.function("poisson_quantile", Counts::poisson, rate, p);
    }

    @Override
    public Scalar left(Scalar rate, Scalar p, Scalar y) {
      return Scalar.constant(0);
    }

    @Override
    public Scalar right(Scalar rate, Scalar p, Scalar y) {
      return Scalar.constant(0);
    }
  }

  /// The smallest number of successes in n trials whose distribution function reaches p. Derivative 0.
  public record BinomialQuantile() implements Elementwise {
    @Override
    public int arity() {
      return 3;
    }

    @Override
    public Scalar value(List<Scalar> x) {
      return Scalar.function("binomial_quantile", Counts::binomial, x.get(0), x.get(1), x.get(2));
    }

    @Override
    public Scalar partial(int i, List<Scalar> x, Scalar y) {
      return Scalar.constant(0);
    }
  }
}
