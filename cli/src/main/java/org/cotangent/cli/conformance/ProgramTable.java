package org.cotangent.cli.conformance;

import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Which programs of the reference cases are known here.
final class ProgramTable {
  /// What results hold, of all that stands in a case.
  static final Set<String> KEYS =
      Set.of(
          "value",
          "grad",
          "jacobian",
          "hessian",
          "hvp",
          "d3vv",
          "greeks",
          "at_start1",
          "at_start2",
          "at_certified",
          "fitted",
          "loss_per_step",
          "grad_norm_per_step",
          "first_grad",
          "final_params",
          "test_accuracy");

  private ProgramTable() {}

  /// The program of a case; empty if it is not known.
  static Optional<ReferenceProgram> find(JsonNode reference, DataFiles data) {
    String name = reference.get("program").stringValue();
    return switch (name) {
      case "adbench_gmm" -> Optional.of(new GaussianMixture(reference, data));
      case "posterior_eight_schools_noncentered", "posterior_eight_schools_centered" ->
          Optional.of(new EightSchools(reference));
      case "nist_strd" -> NistRegression.find(reference);
      case "black_scholes" -> BlackScholes.find(reference);
      case "digits_mlp" -> DigitsTraining.find(reference, data);
      default -> name.startsWith("mgh_") ? MghProblem.find(reference) : Optional.empty();
    };
  }

  /// What to call the program of a case in a list of those that are not known.
  static String name(JsonNode reference) {
    var name = new StringBuilder("program ").append(reference.get("program").stringValue());
    switch (reference.get("program").stringValue()) {
      case "nist_strd" -> name.append(' ').append(NistRegression.name(reference));
      case "black_scholes" -> name.append(' ').append(reference.path("option").asString());
      case "digits_mlp" -> name.append(' ').append(reference.path("activation").asString());
      default -> {}
    }
    return name.toString();
  }
}
