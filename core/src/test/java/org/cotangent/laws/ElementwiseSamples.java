package org.cotangent.laws;

import static org.cotangent.laws.Samples.any;
import static org.cotangent.laws.Samples.binary;
import static org.cotangent.laws.Samples.comparison;
import static org.cotangent.laws.Samples.in;
import static org.cotangent.laws.Samples.step;
import static org.cotangent.laws.Samples.unary;
import static org.cotangent.laws.Samples.whole;

import java.util.List;
import org.cotangent.DType;
import org.cotangent.Tensor;
import org.cotangent.ops.Activation;
import org.cotangent.ops.Arithmetic;
import org.cotangent.ops.Comparison;
import org.cotangent.ops.Exponential;
import org.cotangent.ops.Losses;
import org.cotangent.ops.Rounding;
import org.cotangent.ops.Special;
import org.cotangent.ops.StopGradient;
import org.cotangent.ops.Trigonometric;
import org.cotangent.ops.WholeNumbers;
import org.cotangent.primitive.Root;
import org.cotangent.testkit.Sample;

/// Element by element.
final class ElementwiseSamples {
  private ElementwiseSamples() {}

  static void addTo(List<Sample> all) {
    arithmetic(all);
    elementary(all);
    activations(all);
    choices(all);
  }

  private static void arithmetic(List<Sample> all) {
    binary(all, "plus", Tensor::plus, -2, 2, -2, 2);
    binary(all, "minus", Tensor::minus, -2, 2, -2, 2);
    binary(all, "times", Tensor::times, -2, 2, -2, 2);
    binary(all, "div", Tensor::div, -2, 2, 0.5, 2);
    binary(all, "pow", Tensor::pow, 0.5, 2, -2, 2);
    binary(all, "maskedTimes", Arithmetic::maskedTimes, 0.5, 2, 0.5, 2);
    binary(all, "hypot", Arithmetic::hypot, 0.5, 2, -2, -0.5);
    binary(all, "rem", Tensor::rem, 1.1, 1.15, 0.9, 1);
    binary(all, "remainder", Arithmetic::remainder, -1.15, -1.1, 0.9, 1);
    binary(all, "copySign", Arithmetic::copySign, -2, -0.5, 0.5, 2);
    binary(all, "squaredDifference", Arithmetic::squaredDifference, -2, 2, -2, 2);
    comparison(all, "floorDivide", Arithmetic::floorDivide);
    unary(all, "negate", Arithmetic::negate, -2, 2);
    unary(all, "square", Arithmetic::square, -2, 2);
    unary(all, "sqrt", Arithmetic::sqrt, 0.5, 2);
    unary(all, "rsqrt", Arithmetic::rsqrt, 0.5, 2);
    unary(all, "cbrt", Arithmetic::cbrt, 0.5, 2);
    unary(all, "reciprocal", Arithmetic::reciprocal, 0.5, 2);
    unary(all, "abs", Arithmetic::abs, 0.5, 2);
    unary(all, "deg2rad", Arithmetic::deg2rad, -90, 90);
    unary(all, "pow", x -> x.pow(3), -2, 2);
    unary(all, "pow", x -> Tensor.pow(2, x), -2, 2);
    unary(all, "clip", x -> Arithmetic.clip(x, -1, 1), -0.9, 0.9);
    unary(all, "stopGradient", x -> x.times(new StopGradient().bind(x.floor())), 1.1, 1.9);
    unary(all, "root", x -> new Root().bind(x), -2, 2);
    all.add(
        Sample.smooth(
            "lerp",
            x -> List.of(Arithmetic.lerp(x.get(0), x.get(1), x.get(2))),
            any(2, 3),
            any(3),
            in(0, 1)));
    all.add(
        Sample.smooth(
            "fma",
            x -> List.of(Arithmetic.fma(x.get(0), x.get(1), x.get(2))),
            any(2, 3),
            any(3),
            any(2, 1)));
    all.add(
        Sample.rough("plus", x -> List.of(x.get(0).plus(x.get(1))), whole(9, 3), whole(9, 2, 1)));
    all.add(Sample.rough("times", x -> List.of(x.get(0).times(x.get(1))), whole(9, 3), any(2, 1)));
  }

  private static void elementary(List<Sample> all) {
    unary(all, "exp", Tensor::exp, -2, 2);
    unary(all, "exp2", Exponential::exp2, -2, 2);
    unary(all, "expm1", Tensor::expm1, -2, 2);
    unary(all, "log", Tensor::log, 0.5, 2);
    unary(all, "log2", Exponential::log2, 0.5, 2);
    unary(all, "log10", Exponential::log10, 0.5, 2);
    unary(all, "log1p", Tensor::log1p, -0.5, 2);
    unary(all, "sigmoid", Exponential::sigmoid, -3, 3);
    unary(all, "softplus", Exponential::softplus, -3, 3);
    unary(all, "logSigmoid", Exponential::logSigmoid, -3, 3);
    unary(all, "logit", Exponential::logit, 0.2, 0.8);
    unary(all, "entr", Exponential::entr, 0.5, 2);
    binary(all, "logaddexp", Exponential::logaddexp, -2, 2, -2, 2);
    binary(all, "logaddexp2", Exponential::logaddexp2, -2, 2, -2, 2);
    binary(all, "xlogy", Exponential::xlogy, 0.5, 2, 0.5, 2);
    binary(all, "xlog1py", Exponential::xlog1py, 0.5, 2, 0.5, 2);
    unary(all, "sin", Tensor::sin, -2, 2);
    unary(all, "cos", Tensor::cos, -2, 2);
    unary(all, "tan", Tensor::tan, -1, 1);
    unary(all, "asin", Tensor::asin, -0.8, 0.8);
    unary(all, "acos", Tensor::acos, -0.8, 0.8);
    unary(all, "atan", Tensor::atan, -2, 2);
    unary(all, "sinh", Tensor::sinh, -2, 2);
    unary(all, "cosh", Tensor::cosh, -2, 2);
    unary(all, "tanh", Tensor::tanh, -2, 2);
    unary(all, "asinh", Trigonometric::asinh, -2, 2);
    unary(all, "acosh", Trigonometric::acosh, 1.5, 3);
    unary(all, "atanh", Trigonometric::atanh, -0.8, 0.8);
    unary(all, "sinc", Trigonometric::sinc, -1.5, 1.5);
    binary(all, "atan2", Trigonometric::atan2, 0.5, 2, 0.5, 2);
    unary(all, "erf", Special::erf, -2, 2);
    unary(all, "erfc", Special::erfc, -2, 2);
    unary(all, "erfcx", Special::erfcx, -1, 2);
    unary(all, "erfinv", Special::erfinv, -0.8, 0.8);
    unary(all, "normalCdf", Special::normalCdf, -2, 2);
    unary(all, "logNormalCdf", Special::logNormalCdf, -2, 2);
    unary(all, "normalQuantile", Special::normalQuantile, 0.2, 0.8);
  }

  private static void activations(List<Sample> all) {
    unary(all, "relu", Activation::relu, 0.5, 2);
    unary(all, "leakyRelu", Activation::leakyRelu, -2, -0.5);
    unary(all, "relu6", Activation::relu6, 1, 5);
    unary(all, "elu", Activation::elu, -2, -0.5);
    unary(all, "selu", Activation::selu, -2, -0.5);
    unary(all, "celu", x -> Activation.celu(x, 0.7), -2, -0.5);
    unary(all, "silu", Activation::silu, -2, 2);
    unary(all, "mish", Activation::mish, -2, 2);
    unary(all, "gelu", Activation::gelu, -2, 2);
    unary(all, "geluTanh", Activation::geluTanh, -2, 2);
    unary(all, "softSign", Activation::softSign, 0.5, 2);
    unary(all, "hardTanh", Activation::hardTanh, -0.9, 0.9);
    unary(all, "hardSigmoid", Activation::hardSigmoid, -2, 2);
    binary(all, "sigmoidCrossEntropy", Losses::sigmoidCrossEntropy, -2, 2, 0, 1);
    binary(all, "huber", (a, b) -> Losses.huber(a, b, 1), -0.4, 0.4, -0.4, 0.4);
    all.add(
        Sample.smooth(
            "softmaxCrossEntropy",
            x -> List.of(Losses.softmaxCrossEntropy(x.get(0), x.get(1))),
            any(3, 4),
            whole(4, 3)));
    all.add(
        Sample.smooth(
            "softmaxCrossEntropy",
            x -> List.of(Losses.softmaxCrossEntropy(x.get(0), x.get(1))),
            any(3, 4),
            in(0, 1, 3, 4)));
  }

  private static void choices(List<Sample> all) {
    comparison(all, "less", Tensor::less);
    comparison(all, "lessEqual", Tensor::lessEqual);
    comparison(all, "equal", Tensor::equal);
    comparison(all, "greater", Tensor::greater);
    comparison(all, "notEqual", Comparison::notEqual);
    comparison(all, "and", (a, b) -> Comparison.and(a.less(1), b.less(1)));
    comparison(all, "or", (a, b) -> Comparison.or(a.less(1), b.less(1)));
    comparison(all, "xor", (a, b) -> Comparison.xor(a.less(1), b.less(1)));
    comparison(all, "maximum", Tensor::maximum);
    comparison(all, "minimum", Tensor::minimum);
    comparison(all, "fmax", Comparison::fmax);
    comparison(all, "fmin", Comparison::fmin);
    binary(all, "maximum", Tensor::maximum, 0, 1, 1.5, 2);
    binary(all, "minimum", Tensor::minimum, 0, 1, 1.5, 2);
    binary(all, "fmax", Comparison::fmax, 0, 1, 1.5, 2);
    binary(all, "fmin", Comparison::fmin, 0, 1, 1.5, 2);
    step(all, "isInfinite", Comparison::isInfinite);
    step(all, "frac", Rounding::frac);
    comparison(all, "greaterEqual", Comparison::greaterEqual);
    unary(all, "hardSilu", Activation::hardSilu, -2.9, 2.9);
    unary(all, "rad2deg", Arithmetic::rad2deg, -2, 2);
    binary(all, "squaredError", Losses::squaredError, -2, 2, -2, 2);
    binary(all, "klDivergence", Losses::klDivergence, -2, -0.5, 0.5, 0.95);
    comparison(
        all,
        "lcm",
        (a, b) -> WholeNumbers.lcm(a.greater(1).to(DType.I64), b.greater(0).to(DType.I64)));
    all.add(
        Sample.smooth(
            "addcmul",
            x -> List.of(Arithmetic.addcmul(x.get(0), x.get(1), x.get(2), 0.5)),
            any(2, 3),
            any(3),
            any()));
    step(all, "not", x -> Comparison.not(x.greater(0)));
    step(all, "isNaN", Comparison::isNaN);
    step(all, "isFinite", Comparison::isFinite);
    step(all, "nanToNum", Comparison::nanToNum);
    step(all, "sign", Rounding::sign);
    step(all, "floor", Rounding::floor);
    step(all, "ceil", Rounding::ceil);
    step(all, "round", Rounding::round);
    step(all, "trunc", Rounding::trunc);
    step(all, "to", x -> x.greater(0).to(DType.I64).to(DType.F64));
    binary(all, "where", (a, b) -> Tensor.where(a.less(b), a.sin(), b.cos()), 0, 1, 1.5, 2);
    // The side that is not chosen is singular: strong zero in every mode.
    step(all, "where", x -> Tensor.where(x.greater(0), x.log(), Tensor.scalar(0).to(x.dtype())));
  }
}
