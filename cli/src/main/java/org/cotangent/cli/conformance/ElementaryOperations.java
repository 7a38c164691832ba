package org.cotangent.cli.conformance;

import org.cotangent.Tensor;
import org.cotangent.ops.Activation;
import org.cotangent.ops.Exponential;
import org.cotangent.ops.Trigonometric;

/// Elementary functions and activations, element by element.
final class ElementaryOperations {
  private ElementaryOperations() {}

  static void addTo(OperationTable table) {
    table.unary("exp", Tensor::exp);
    table.unary("exp2", Exponential::exp2);
    table.unary("expm1", Tensor::expm1);
    table.unary("log", Tensor::log);
    table.unary("log2", Exponential::log2);
    table.unary("log10", Exponential::log10);
    table.unary("log1p", Tensor::log1p);
    table.unary("logit", Exponential::logit);
    table.unary("sigmoid", Exponential::sigmoid);
    table.unary("log_sigmoid", Exponential::logSigmoid);
    table.unary("softplus", Exponential::softplus);
    table.unary("entr", Exponential::entr);
    table.binary("logaddexp", Exponential::logaddexp);
    table.binary("logaddexp2", Exponential::logaddexp2);
    table.binary("xlogy", Exponential::xlogy);
    table.binary("xlog1py", Exponential::xlog1py);
    table.unary("sin", Tensor::sin);
    table.unary("cos", Tensor::cos);
    table.unary("tan", Tensor::tan);
    table.unary("arcsin", Tensor::asin);
    table.unary("arccos", Tensor::acos);
    table.unary("arctan", Tensor::atan);
    table.unary("sinh", Tensor::sinh);
    table.unary("cosh", Tensor::cosh);
    table.unary("tanh", Tensor::tanh);
    table.unary("arcsinh", Trigonometric::asinh);
    table.unary("arccosh", Trigonometric::acosh);
    table.unary("arctanh", Trigonometric::atanh);
    table.unary("sinc", Trigonometric::sinc);
    table.binary("arctan2", Trigonometric::atan2);
    table.unary("relu", Activation::relu);
    table.unary("relu6", Activation::relu6);
    table.unary("elu", Activation::elu);
    table.unary("selu", Activation::selu);
    table.unary("silu", Activation::silu);
    table.unary("mish", Activation::mish);
    table.unary("gelu", Activation::gelu);
    table.unary("gelu_tanh", Activation::geluTanh);
    table.unary("soft_sign", Activation::softSign);
    table.unary("hard_tanh", Activation::hardTanh);
    table.single(
        "leaky_relu", (a, in) -> Activation.leakyRelu(in.get(0), a.number("negative_slope", 0.01)));
  }
}
