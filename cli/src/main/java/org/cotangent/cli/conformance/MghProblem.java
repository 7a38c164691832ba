package org.cotangent.cli.conformance;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.cotangent.Tensor;
import org.cotangent.testkit.problems.MoreGarbowHillstrom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A problem of Moré, Garbow and Hillstrom: `mgh_`, its name, and behind it how many parameters and residuals there are, if it
/// matters: `mgh_trigonometric_5`, `mgh_chebyquad_8_10`.
final class MghProblem implements ReferenceProgram {
  /// Other names that the problems have in the literature.
  private static final Map<String, MoreGarbowHillstrom> NAMES = names();

  private final JsonNode reference;
  private final MoreGarbowHillstrom problem;
  private final Tensor x;
  private final Optional<Integer> residuals;

  private MghProblem(
      JsonNode reference, MoreGarbowHillstrom problem, Tensor x, Optional<Integer> residuals) {
    this.reference = reference;
    this.problem = problem;
    this.x = x;
    this.residuals = residuals;
  }

  static Optional<ReferenceProgram> find(JsonNode reference) {
    String name = reference.get("program").stringValue().substring("mgh_".length());
    Deque<Integer> sizes = new ArrayDeque<>();
    while (!NAMES.containsKey(name) && name.matches(".*_[0-9]+")) {
      int last = name.lastIndexOf('_');
      sizes.addFirst(Integer.parseInt(name.substring(last + 1)));
      name = name.substring(0, last);
    }
    if (!NAMES.containsKey(name) || sizes.size() > 2) {
      return Optional.empty();
    }
    JsonNode inputs = reference.has("x") ? reference : reference.get("inputs");
    Tensor x = Tensors.read(inputs.get("x"));
    Optional<Integer> residuals = Optional.empty();
    if (reference.has("m")) {
      residuals = Optional.of(reference.get("m").intValue());
    } else if (sizes.size() == 2) {
      residuals = Optional.of(sizes.getLast());
    }
    return Optional.of(new MghProblem(reference, extended(NAMES.get(name), x), x, residuals));
  }

  /// Rosenbrock's and Powell's functions of more parameters are those that are called extended.
  private static MoreGarbowHillstrom extended(MoreGarbowHillstrom problem, Tensor x) {
    int n = x.shape().length(0);
    return switch (problem) {
      case ROSENBROCK -> n == 2 ? problem : MoreGarbowHillstrom.EXTENDED_ROSENBROCK;
      case POWELL_SINGULAR -> n == 4 ? problem : MoreGarbowHillstrom.EXTENDED_POWELL_SINGULAR;
      default -> problem;
    };
  }

  private Tensor residuals(Tensor at) {
    return residuals.map(m -> problem.residuals(at, m)).orElseGet(() -> problem.residuals(at));
  }

  @Override
  public Function<Map<String, Tensor>, Tensor> objective() {
    return inputs -> residuals(Tensors.of(inputs, "x")).square().sum();
  }

  @Override
  public Map<String, Tensor> at() {
    return Map.of("x", x);
  }

  @Override
  public ObjectNode result() {
    if (reference.has("inputs")) {
      return Derivatives.keyed(reference, objective(), at());
    }
    return Derivatives.ofSquares(reference, "value", this::residuals, x);
  }

  private static Map<String, MoreGarbowHillstrom> names() {
    var names = new HashMap<String, MoreGarbowHillstrom>();
    for (var problem : MoreGarbowHillstrom.values()) {
      names.put(problem.name().toLowerCase(Locale.ROOT), problem);
    }
    """
    freudenstein freudenstein_and_roth = freudenstein_roth
    powell_bad powell_badly powell_2d = powell_badly_scaled
    brown_bad brown_badly = brown_badly_scaled
    jennrich jennrich_and_sampson = jennrich_sampson
    helical = helical_valley
    gulf_research gulf_rd gulf_research_and_development gulf_research_development = gulf
    box box3d box_three_dimensional three_dimensional_box = box_3d
    powell = powell_singular
    kowalik kowalik_and_osborne = kowalik_osborne
    brown_and_dennis = brown_dennis
    osborne1 osborne_i = osborne_1
    biggs biggs_exp_6 = biggs_exp6
    osborne2 osborne_ii = osborne_2
    ext_rosenbrock rosenbrock_extended = extended_rosenbrock
    ext_powell ext_powell_singular extended_powell powell_extended = extended_powell_singular
    penalty1 penalty_i = penalty_1
    penalty2 penalty_ii = penalty_2
    variably variable_dim variably_dim variable_dimension variable_dimensioned = variably_dimensioned
    trig = trigonometric
    brown_almost almost_linear = brown_almost_linear
    discrete_boundary discrete_bv discrete_boundary_value_problem = discrete_boundary_value
    discrete_integral discrete_ie = discrete_integral_equation
    broyden_tri = broyden_tridiagonal
    broyden_band = broyden_banded
    linear_full linear_function_full_rank = linear_full_rank
    linear_rank1 linear_rank_one linear_function_rank_1 = linear_rank_1
    linear_rank1_zero linear_rank_one_zero linear_rank_1_zeros = linear_rank_1_zero
    linear_rank_1_zero_columns_and_rows linear_rank_1_with_zero_columns_and_rows = linear_rank_1_zero
    """
        .lines()
        .map(line -> line.split(" = ", 2))
        .forEach(line -> {
          for (String name : line[0].split(" ")) {
            names.put(name, MoreGarbowHillstrom.valueOf(line[1].toUpperCase(Locale.ROOT)));
          }
        });
    return Map.copyOf(names);
  }
}
