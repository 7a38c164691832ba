package org.cotangent.cli.conformance;

import static org.cotangent.Slice.span;
import static org.cotangent.Tensor.scalar;

import java.util.Map;
import java.util.function.Function;
import org.cotangent.Tensor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The log posterior of Rubin's eight schools (D. B. Rubin, *Estimation in parallel randomized experiments*, 1981), with all constants,
/// at unconstrained parameters `u`: an effect for each school, then `mu`, then the logarithm of `tau`. Not centred, the effects are
/// multiples of `tau` from `mu`; centred, they are themselves.
final class EightSchools implements ReferenceProgram {
  private final JsonNode reference;
  private final Map<String, Tensor> at;
  private final Tensor y;
  private final Tensor sigma;
  private final boolean centred;

  EightSchools(JsonNode reference) {
    this.reference = reference;
    at = Tensors.picked(Tensors.readNamed(reference.get("inputs")), reference.get("diff"));
    y = Tensors.read(reference.get("data_inline").get("y"));
    sigma = Tensors.read(reference.get("data_inline").get("sigma"));
    centred = reference.get("program").stringValue().endsWith("schools_centered");
  }

  @Override
  public Function<Map<String, Tensor>, Tensor> objective() {
    return inputs -> logDensity(Tensors.of(inputs, "u"));
  }

  @Override
  public Map<String, Tensor> at() {
    return at;
  }

  @Override
  public ObjectNode result() {
    return Derivatives.keyed(reference, objective(), at);
  }

  private Tensor logDensity(Tensor u) {
    int schools = y.shape().length(0);
    var effects = u.slice(span(0, schools));
    var mu = u.get(schools);
    var logTau = u.get(schools + 1);
    var tau = logTau.exp();
    var prior = centred ? normal(effects, mu, tau) : normal(effects, scalar(0), scalar(1));
    var theta = centred ? effects : effects.times(tau).plus(mu);
    var cauchy = tau.div(5).square().log1p().plus(Math.log(5 * Math.PI));
    return prior
        .sum()
        .plus(normal(y, theta, sigma).sum())
        .plus(normal(mu, scalar(0), scalar(5)))
        .minus(cauchy)
        .plus(logTau);
  }

  /// The logarithm of the normal density.
  private static Tensor normal(Tensor x, Tensor mean, Tensor deviation) {
    var z = x.minus(mean).div(deviation);
    return z.square().plus(Math.log(2 * Math.PI)).div(-2).minus(deviation.log());
  }
}
