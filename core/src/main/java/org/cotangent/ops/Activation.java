package org.cotangent.ops;

import org.cotangent.Tensor;
import org.cotangent.primitive.Elementwise;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Scalar;

/// Activation functions of neural networks, element by element. The sigmoid and its relatives are in [Exponential].
///
/// Thread-safe; all may be traced.
public final class Activation {
  private static final Op RELU = Op.of(new Relu());
  private static final Op SILU = Op.of(new Silu());
  private static final Op MISH = Op.of(new Mish());
  private static final Op SOFT_SIGN = Op.of(new SoftSign());
  private static final Op TANH_SHRINK = Op.of(new TanhShrink());

  /// The two constants of Klambauer et al., "Self-Normalizing Neural Networks", 2017: with them the layers' outputs keep mean
  /// 0 and variance 1.
  private static final double SELU_SCALE = 1.0507009873554804934193349852946;

  private static final double SELU_ALPHA = 1.6732632423543772848170429916717;

  private Activation() {}

  /// `max(x, 0)`; NaN passes. Derivative 1 above 0, 0 elsewhere, also at 0.
  public record Relu() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      Scalar zero = Scalar.constant(0);
      return Scalar.where(Scalar.lessEqual(x, zero), zero, x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.where(
          Scalar.lessEqual(x, Scalar.constant(0)), Scalar.constant(0), Scalar.constant(1));
    }
  }

  /// x above 0, `slope·x` elsewhere. Derivative 1 above 0, `slope` elsewhere, also at 0.
  ///
  /// @param slope the derivative for negative x
  public record LeakyRelu(double slope) implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.where(Scalar.lessEqual(x, Scalar.constant(0)), x.times(slope), x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.where(
          Scalar.lessEqual(x, Scalar.constant(0)), Scalar.constant(slope), Scalar.constant(1));
    }
  }

  /// x above 0, `alpha·(eˣ − 1)` elsewhere. Derivative 1 above 0, `alpha·eˣ` elsewhere.
  ///
  /// @param alpha what it tends to, negated, for x → −∞
  public record Elu(double alpha) implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.where(Scalar.less(Scalar.constant(0), x), x, Scalar.expm1(x).times(alpha));
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.where(
          Scalar.less(Scalar.constant(0), x), Scalar.constant(1), Scalar.exp(x).times(alpha));
    }
  }

  /// `x·σ(x)`. Derivative `σ(x)·(1 + x·σ(−x))`.
  public record Silu() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return x.times(sigmoid(x));
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return sigmoid(x).times(x.times(sigmoid(x.negate())).plus(1));
    }
  }

  /// `x·tanh(ln(1 + eˣ))`. Derivative `tanh(s) + x·σ(x)/cosh²(s)`, s being the softplus.
  public record Mish() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return x.times(Scalar.tanh(softplus(x)));
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      Scalar s = softplus(x);
      Scalar squaredSecant = Scalar.call(new Exponential.LogisticDensity(), s.times(2)).times(4);
      return Scalar.tanh(s).plus(x.times(sigmoid(x)).times(squaredSecant));
    }

    private static Scalar softplus(Scalar x) {
      return Scalar.call(new Exponential.Softplus(), x);
    }
  }

  private static Scalar sigmoid(Scalar x) {
    return Scalar.call(new Exponential.Sigmoid(), x);
  }

  /// `x/(1 + |x|)`. Derivative `1/(1 + |x|)²`.
  public record SoftSign() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return x.div(Scalar.abs(x).plus(1));
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.abs(x).plus(1).reciprocal().square();
    }
  }

  /// `x − tanh x`. Derivative `tanh² x`.
  ///
  /// Between −1 and 1 by Lambert's continued fraction `tanh x = x/(1 + t)`, `t = x²/(3 + x²/(5 + …))`, as `x·t/(1 + t)`, in which
  /// nothing cancels.
  public record TanhShrink() implements Elementwise.Unary {
    private static final int LAST = 21;

    @Override
    public Scalar value(Scalar x) {
      Scalar square = x.square();
      Scalar rest = Scalar.constant(LAST);
      for (int odd = LAST - 2; odd >= 3; odd -= 2) {
        rest = square.div(rest).plus(odd);
      }
      Scalar t = square.div(rest);
      Scalar small = x.times(t.div(t.plus(1)));
      return Scalar.where(
          Scalar.less(Scalar.abs(x), Scalar.constant(1)), small, x.minus(Scalar.tanh(x)));
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.tanh(x).square();
    }
  }

  /// `max(x, 0)`; NaN passes; derivative 0 at 0.
  public static Tensor relu(Tensor x) {
    return RELU.bind(Aligned.counted(x));
  }

  /// x above 0, `x/100` elsewhere, also the derivative at 0.
  public static Tensor leakyRelu(Tensor x) {
    return leakyRelu(x, 0.01);
  }

  /// x above 0, `slope·x` elsewhere; derivative `slope` at 0.
  public static Tensor leakyRelu(Tensor x, double slope) {
    return Aligned.unary(Op.of(new LeakyRelu(slope)), x);
  }

  /// `min(max(x, 0), 6)`: derivative 0 at 0, ½ at 6.
  public static Tensor relu6(Tensor x) {
    return relu(Aligned.floating(x)).minimum(6);
  }

  /// x above 0, `eˣ − 1` elsewhere.
  public static Tensor elu(Tensor x) {
    return elu(x, 1);
  }

  /// x above 0, `alpha·(eˣ − 1)` elsewhere; derivative `alpha` at 0.
  public static Tensor elu(Tensor x, double alpha) {
    return Aligned.unary(Op.of(new Elu(alpha)), x);
  }

  /// The self-normalizing exponential linear unit: [#elu(Tensor,double)] with Klambauer's alpha, scaled.
  public static Tensor selu(Tensor x) {
    return elu(x, SELU_ALPHA).times(SELU_SCALE);
  }

  /// x above 0, `alpha·(eˣᐟᵅ − 1)` elsewhere: an elu with a derivative that is continuous for every `alpha`.
  public static Tensor celu(Tensor x, double alpha) {
    return elu(Aligned.floating(x).div(alpha), 1).times(alpha);
  }

  /// `x·σ(x)`, also called swish.
  public static Tensor silu(Tensor x) {
    return Aligned.unary(SILU, x);
  }

  /// `x·tanh(ln(1 + eˣ))`.
  public static Tensor mish(Tensor x) {
    return Aligned.unary(MISH, x);
  }

  /// `x·Φ(x)`, Φ being the standard normal distribution function.
  public static Tensor gelu(Tensor x) {
    Tensor real = Aligned.floating(x);
    return real.times(Special.normalCdf(real));
  }

  /// `x/2·(1 + tanh(√(2/π)·(x + 0.044715x³)))`, the approximation of gelu; written with the sigmoid, which does not cancel for
  /// negative x.
  public static Tensor geluTanh(Tensor x) {
    Tensor real = Aligned.floating(x);
    Tensor inner = real.times(real.square().times(0.044715).plus(1));
    return real.times(Exponential.sigmoid(inner.times(2 * Math.sqrt(2 / Math.PI))));
  }

  /// `x/(1 + |x|)`.
  public static Tensor softSign(Tensor x) {
    return Aligned.unary(SOFT_SIGN, x);
  }

  /// x between −1 and 1, else the bound; derivative ½ at a bound.
  public static Tensor hardTanh(Tensor x) {
    return Arithmetic.clip(x, -1, 1);
  }

  /// `relu6(x + 3)/6`: a sigmoid of straight lines.
  public static Tensor hardSigmoid(Tensor x) {
    return relu6(Aligned.floating(x).plus(3)).div(6);
  }

  /// `x·hardSigmoid(x)`: a silu of straight lines and a parabola.
  public static Tensor hardSilu(Tensor x) {
    return Aligned.floating(x).times(hardSigmoid(x));
  }

  /// x nearer to 0 by `lambda`, 0 where it is not farther away than that; derivative 1 or 0, at `±lambda` 0.
  public static Tensor softShrink(Tensor x, double lambda) {
    Tensor real = Aligned.floating(x);
    return shrunk(real, real.minus(real.sign().times(lambda)), lambda);
  }

  /// x, but 0 where `|x| ≤ lambda`; derivative 1 or 0, at `±lambda` 0.
  public static Tensor hardShrink(Tensor x, double lambda) {
    Tensor real = Aligned.floating(x);
    return shrunk(real, real, lambda);
  }

  private static Tensor shrunk(Tensor x, Tensor outside, double lambda) {
    return Tensor.where(x.abs().lessEqual(lambda), Tensor.full(x.dtype(), 0), outside);
  }

  /// `x − tanh x`, also where x is so small that the two are almost equal.
  public static Tensor tanhShrink(Tensor x) {
    return Aligned.unary(TANH_SHRINK, x);
  }

  /// x above `threshold`, `value` elsewhere; NaN passes; derivative 1 or 0, at the threshold 0.
  public static Tensor threshold(Tensor x, double threshold, double value) {
    Tensor real = Aligned.floating(x);
    return Tensor.where(real.lessEqual(threshold), Tensor.full(real.dtype(), value), real);
  }

  /// x above 0, `slope·x` elsewhere, with slopes that are learned and broadcast to x: those of channels have shape `(c, 1, 1)`
  /// beside `(n, c, h, w)`. At 0 the derivative is the slope, as that of [#leakyRelu(Tensor,double)].
  public static Tensor prelu(Tensor x, Tensor slope) {
    Tensor real = Aligned.floating(x);
    return Tensor.where(real.lessEqual(0), real.times(slope), real);
  }

  /// `x·σ(1.702x)`, a cheap approximation of gelu.
  public static Tensor quickGelu(Tensor x) {
    Tensor real = Aligned.floating(x);
    return real.times(Exponential.sigmoid(real.times(1.702)));
  }
}
