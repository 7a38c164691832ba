package org.cotangent.primitive;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Tensor;

/// A function with a reverse rule of its own.
///
/// @param function `x… → y…` and the residuals
/// @param rule `(residuals…, ct…) → cotangents of x…`, linear in `ct`
public record CustomVjp(Forward function, Routine rule) implements Control {
  /// A function that also returns what its reverse rule needs.
  @FunctionalInterface
  public interface Forward {
    /// Runs it.
    Result apply(List<Tensor> arguments);
  }

  /// What it returns.
  ///
  /// @param outputs the results
  /// @param residuals what the rule needs
  public record Result(List<Tensor> outputs, List<Tensor> residuals) {}

  /// A program as such a function: its first `outputs` results, then the residuals.
  ///
  /// @param program `x… → y…, residuals…`
  /// @param outputs how many of its results are `y`
  public record Split(Program program, int outputs) implements Forward {
    @Override
    public Result apply(List<Tensor> arguments) {
      List<Tensor> all = program.apply(arguments);
      return new Result(all.subList(0, outputs), all.subList(outputs, all.size()));
    }
  }

  @Override
  public boolean total() {
    return function instanceof Split split && split.program().total();
  }

  @Override
  public List<Tensor> apply(List<Tensor> arguments) {
    return function.apply(arguments).outputs();
  }

  /// The inputs' cotangents.
  public List<Tensor> cotangents(List<Tensor> residuals, List<Tensor> cotangents) {
    var all = new ArrayList<Tensor>(residuals);
    all.addAll(cotangents);
    return rule.apply(all);
  }

  @Override
  public List<Aval> shapes(List<Aval> inputs) {
    var split = (Split) function;
    return split.program().outputs().subList(0, split.outputs()).stream().map(Atom::aval).toList();
  }
}
