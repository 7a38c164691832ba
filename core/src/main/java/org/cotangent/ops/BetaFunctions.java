package org.cotangent.ops;

import org.cotangent.kernel.Beta;
import org.cotangent.primitive.Elementwise;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Scalar;

/// The rules of the beta function and its logarithm; [Special] is the door to them.
public final class BetaFunctions {
  static final Op BETA = Op.of(new BetaFunction());
  static final Op LOG_BETA = Op.of(new LogBeta());

  private BetaFunctions() {}

  /// `B(a, b)`. Derivatives `B·(ψ(a) − ψ(a + b))` and `B·(ψ(b) − ψ(a + b))`.
  public record BetaFunction() implements Elementwise.Binary {
    @Override
    public Scalar value(Scalar a, Scalar b) {
      return Scalar.function("beta", Beta::beta, a, b);
    }

    @Override
    public Scalar left(Scalar a, Scalar b, Scalar y) {
      return y.times(Scalar.call(new GammaFunctions.PolygammaDrop(0), a, b));
    }

    @Override
    public Scalar right(Scalar a, Scalar b, Scalar y) {
      return y.times(Scalar.call(new GammaFunctions.PolygammaDrop(0), b, a));
    }
  }

  /// `ln |B(a, b)|`. Derivatives `ψ(a) − ψ(a + b)` and `ψ(b) − ψ(a + b)`.
  public record LogBeta() implements Elementwise.Binary {
    @Override
    public Scalar value(Scalar a, Scalar b) {
      return Scalar.function("log_beta", Beta::log, a, b);
    }

    @Override
    public Scalar left(Scalar a, Scalar b, Scalar y) {
      return Scalar.call(new GammaFunctions.PolygammaDrop(0), a, b);
    }

    @Override
    public Scalar right(Scalar a, Scalar b, Scalar y) {
      return Scalar.call(new GammaFunctions.PolygammaDrop(0), b, a);
    }
  }
}
