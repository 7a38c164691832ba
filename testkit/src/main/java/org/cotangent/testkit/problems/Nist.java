package org.cotangent.testkit.problems;

import static org.cotangent.Tensor.div;
import static org.cotangent.Tensor.minus;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.testkit.problems.SmallSystems.negativeExp;

import java.util.List;
import java.util.Locale;
import org.cotangent.Tensor;

/// The 27 nonlinear models of NIST's Statistical Reference Datasets (`itl.nist.gov/div898/strd`): the expected response for parameters
/// `b1, b2, …` and predictors `x1, x2, …`.
///
/// Each is an ordinary function of tensors, which may be traced, staged and compiled. Immutable and thread-safe.
public enum Nist {
  /// `b1 (b2 + x)^(-1/b3)`.
  BENNETT5((b, x) -> b.get(0).times(b.get(1).plus(x.get(0)).pow(div(-1, b.get(2))))),
  /// `b1 (1 - exp(-b2 x))`.
  BOXBOD(Nist::saturation),
  /// `exp(-b1 x) / (b2 + b3 x)`.
  CHWIRUT1(Nist::decay),
  /// The same for other data.
  CHWIRUT2(Nist::decay),
  /// `b1 x^b2`.
  DANWOOD((b, x) -> b.get(0).times(x.get(0).pow(b.get(1)))),
  /// `b1` and three waves: of period 12 with coefficients `b2, b3`, of period `b4` with `b5, b6`, and of period `b7` with `b8, b9`.
  ENSO((b, x) ->
      b.get(0)
          .plus(wave(b.get(1), b.get(2), scalar(12), x.get(0)))
          .plus(wave(b.get(4), b.get(5), b.get(3), x.get(0)))
          .plus(wave(b.get(7), b.get(8), b.get(6), x.get(0)))),
  /// `b1/b2 exp(-((x - b3)/b2)²/2)`.
  ECKERLE4((b, x) ->
      b.get(0)
          .div(b.get(1))
          .times(x.get(0).minus(b.get(2)).div(b.get(1)).square().times(-0.5).exp())),
  /// `b1 exp(-b2 x) + b3 exp(-(x - b4)²/b5²) + b6 exp(-(x - b7)²/b8²)`.
  GAUSS1(Nist::peaks),
  /// The same for other data.
  GAUSS2(Nist::peaks),
  /// The same for other data.
  GAUSS3(Nist::peaks),
  /// `(b1 + b2 x + b3 x² + b4 x³) / (1 + b5 x + b6 x² + b7 x³)`.
  HAHN1(Nist::cubics),
  /// `(b1 + b2 x + b3 x²) / (1 + b4 x + b5 x²)`.
  KIRBY2((b, x) ->
      polynomial(x.get(0), b.get(0), b.get(1), b.get(2))
          .div(polynomial(x.get(0), scalar(1), b.get(3), b.get(4)))),
  /// `b1 exp(-b2 x) + b3 exp(-b4 x) + b5 exp(-b6 x)`.
  LANCZOS1(Nist::exponentials),
  /// The same for data with fewer digits.
  LANCZOS2(Nist::exponentials),
  /// The same for data with still fewer digits.
  LANCZOS3(Nist::exponentials),
  /// `b1 (x² + x b2) / (x² + x b3 + b4)`.
  MGH09((b, x) ->
      b.get(0)
          .times(x.get(0).square().plus(x.get(0).times(b.get(1))))
          .div(x.get(0).square().plus(x.get(0).times(b.get(2))).plus(b.get(3)))),
  /// `b1 exp(b2 / (x + b3))`.
  MGH10((b, x) -> b.get(0).times(b.get(1).div(x.get(0).plus(b.get(2))).exp())),
  /// `b1 + b2 exp(-x b4) + b3 exp(-x b5)`.
  MGH17((b, x) ->
      b.get(0)
          .plus(b.get(1).times(negativeExp(b.get(3).times(x.get(0)))))
          .plus(b.get(2).times(negativeExp(b.get(4).times(x.get(0)))))),
  /// `b1 (1 - exp(-b2 x))`.
  MISRA1A(Nist::saturation),
  /// `b1 (1 - (1 + b2 x/2)^-2)`.
  MISRA1B((b, x) -> b.get(0).times(minus(1, b.get(1).times(x.get(0)).div(2).plus(1).pow(-2)))),
  /// `b1 (1 - (1 + 2 b2 x)^-0.5)`.
  MISRA1C((b, x) -> b.get(0).times(minus(1, b.get(1).times(x.get(0)).times(2).plus(1).pow(-0.5)))),
  /// `b1 b2 x / (1 + b2 x)`.
  MISRA1D((b, x) -> b.get(0).times(b.get(1)).times(x.get(0)).div(b.get(1).times(x.get(0)).plus(1))),
  /// `b1 - b2 x1 exp(-b3 x2)`, a model of the response's logarithm.
  NELSON((b, x) ->
      b.get(0).minus(b.get(1).times(x.get(0)).times(negativeExp(b.get(2).times(x.get(1)))))),
  /// `b1 / (1 + exp(b2 - b3 x))`.
  RAT42((b, x) -> b.get(0).div(b.get(1).minus(b.get(2).times(x.get(0))).exp().plus(1))),
  /// `b1 / (1 + exp(b2 - b3 x))^(1/b4)`.
  RAT43((b, x) ->
      b.get(0).div(b.get(1).minus(b.get(2).times(x.get(0))).exp().plus(1).pow(div(1, b.get(3))))),
  /// `b1 - b2 x - arctan(b3 / (x - b4)) / π`.
  ROSZMAN1((b, x) ->
      b.get(0)
          .minus(b.get(1).times(x.get(0)))
          .minus(b.get(2).div(x.get(0).minus(b.get(3))).atan().div(Math.PI))),
  /// As [#HAHN1].
  THURBER(Nist::cubics);

  private interface Model {
    Tensor at(List<Tensor> b, List<Tensor> x);
  }

  private final Model model;

  Nist(Model model) {
    this.model = model;
  }

  /// The name as NIST writes it, such as `Misra1a`.
  @Override
  public String toString() {
    return switch (this) {
      case BOXBOD -> "BoxBOD";
      case DANWOOD -> "DanWood";
      case ENSO, MGH09, MGH10, MGH17 -> name();
      default -> name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    };
  }

  /// The expected response for parameters `b`, numbers, and predictors `x`, vectors with one element for each observation.
  public Tensor at(List<Tensor> b, List<Tensor> x) {
    return model.at(b, x);
  }

  /// What is to be fitted to the data: observed less expected response, for [#NELSON] of the observed one's logarithm.
  public Tensor residuals(List<Tensor> b, List<Tensor> x, Tensor y) {
    return (this == NELSON ? y.log() : y).minus(at(b, x));
  }

  private static Tensor saturation(List<Tensor> b, List<Tensor> x) {
    return b.get(0).times(minus(1, negativeExp(b.get(1).times(x.get(0)))));
  }

  private static Tensor decay(List<Tensor> b, List<Tensor> x) {
    return negativeExp(b.get(0).times(x.get(0))).div(b.get(1).plus(b.get(2).times(x.get(0))));
  }

  private static Tensor peaks(List<Tensor> b, List<Tensor> x) {
    return b.get(0)
        .times(negativeExp(b.get(1).times(x.get(0))))
        .plus(bell(b.get(2), b.get(3), b.get(4), x.get(0)))
        .plus(bell(b.get(5), b.get(6), b.get(7), x.get(0)));
  }

  private static Tensor exponentials(List<Tensor> b, List<Tensor> x) {
    return b.get(0)
        .times(negativeExp(b.get(1).times(x.get(0))))
        .plus(b.get(2).times(negativeExp(b.get(3).times(x.get(0)))))
        .plus(b.get(4).times(negativeExp(b.get(5).times(x.get(0)))));
  }

  private static Tensor cubics(List<Tensor> b, List<Tensor> x) {
    return polynomial(x.get(0), b.get(0), b.get(1), b.get(2), b.get(3))
        .div(polynomial(x.get(0), scalar(1), b.get(4), b.get(5), b.get(6)));
  }

  private static Tensor wave(Tensor cos, Tensor sin, Tensor period, Tensor x) {
    var angle = x.times(2 * Math.PI).div(period);
    return cos.times(angle.cos()).plus(sin.times(angle.sin()));
  }

  private static Tensor bell(Tensor height, Tensor center, Tensor width, Tensor x) {
    return height.times(negativeExp(x.minus(center).square().div(width.square())));
  }

  /// By Horner's rule; coefficients from the constant one.
  private static Tensor polynomial(Tensor x, Tensor... coefficients) {
    var sum = coefficients[coefficients.length - 1];
    for (int k = coefficients.length - 2; k >= 0; k--) {
      sum = sum.times(x).plus(coefficients[k]);
    }
    return sum;
  }
}
