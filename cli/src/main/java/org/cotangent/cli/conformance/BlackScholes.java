package org.cotangent.cli.conformance;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.cotangent.Tensor;
import org.cotangent.ops.Special;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The price of a European option (F. Black, M. Scholes, *The pricing of options and corporate liabilities*, 1973) of spot `S`, strike
/// `K`, rate `r`, volatility `sigma` and time to expiry `T`, and its derivatives by their names.
final class BlackScholes implements ReferenceProgram {
  /// By what the price is differentiated, one after the other; by time that passes the sign is the other one.
  private static final Map<String, List<String>> GREEKS =
      Map.ofEntries(
          Map.entry("delta", List.of("S")),
          Map.entry("vega", List.of("sigma")),
          Map.entry("theta", List.of("T")),
          Map.entry("rho", List.of("r")),
          Map.entry("gamma", List.of("S", "S")),
          Map.entry("vanna", List.of("S", "sigma")),
          Map.entry("charm", List.of("S", "T")),
          Map.entry("volga", List.of("sigma", "sigma")),
          Map.entry("vomma", List.of("sigma", "sigma")),
          Map.entry("speed", List.of("S", "S", "S")),
          Map.entry("zomma", List.of("S", "S", "sigma")),
          Map.entry("ultima", List.of("sigma", "sigma", "sigma")));

  private final JsonNode reference;
  private final Map<String, Tensor> at;
  private final boolean call;

  private BlackScholes(JsonNode reference, boolean call) {
    this.reference = reference;
    this.call = call;
    this.at = Tensors.readNamed(reference.get("inputs"));
  }

  /// Calls and puts.
  static Optional<ReferenceProgram> find(JsonNode reference) {
    return switch (reference.path("option").asString()) {
      case "call" -> Optional.of(new BlackScholes(reference, true));
      case "put" -> Optional.of(new BlackScholes(reference, false));
      default -> Optional.empty();
    };
  }

  @Override
  public Function<Map<String, Tensor>, Tensor> objective() {
    return this::price;
  }

  @Override
  public Map<String, Tensor> at() {
    return at;
  }

  @Override
  public ObjectNode result() {
    ObjectNode result = Derivatives.keyed(reference, objective(), at);
    ObjectNode greeks = result.putObject("greeks");
    for (String name : reference.path("greeks").propertyNames()) {
      List<String> inputs = GREEKS.get(name);
      if (inputs != null) {
        Tensor derivative = Derivatives.by(inputs, objective()).apply(at);
        greeks.set(
            name, Tensors.write(inputs.contains("T") ? derivative.unaryMinus() : derivative));
      }
    }
    return result;
  }

  /// A put by the probabilities of the other side, so that nothing cancels.
  private Tensor price(Map<String, Tensor> inputs) {
    var spot = Tensors.of(inputs, "S");
    var strike = Tensors.of(inputs, "K");
    var rate = Tensors.of(inputs, "r");
    var sigma = Tensors.of(inputs, "sigma");
    var expiry = Tensors.of(inputs, "T");
    var deviation = sigma.times(expiry.sqrt());
    var drift = rate.plus(sigma.square().div(2)).times(expiry);
    var d1 = spot.div(strike).log().plus(drift).div(deviation);
    var d2 = d1.minus(deviation);
    var discounted = strike.times(rate.times(expiry).unaryMinus().exp());
    double side = call ? 1 : -1;
    return spot.times(Special.normalCdf(d1.times(side)))
        .minus(discounted.times(Special.normalCdf(d2.times(side))))
        .times(side);
  }
}
