package org.cotangent.primitive;

import java.util.List;
import org.cotangent.DType;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;

/// A choice between programs, of which only one runs.
///
/// Its first argument is the index, a scalar: whole numbers choose the branch with that number, those below 0 the first and those
/// beyond the end the last; `false` chooses branch 0 and `true` branch 1. All other arguments go to the branch.
///
/// @param branches programs with the same inputs and outputs
public record Cond(List<Program> branches) implements Control.OfPrograms {
  /// Copies the list. Throws an [IllegalArgumentException] if the branches' inputs or outputs differ.
  public Cond {
    branches = List.copyOf(branches);
    if (branches.isEmpty()) {
      throw new IllegalArgumentException("cond: there is no branch");
    }
    Program first = branches.getFirst();
    for (Program branch : branches) {
      Signatures.require(
          "cond",
          "a branch's inputs",
          Signatures.avals(first.inputs()),
          Signatures.avals(branch.inputs()));
      Signatures.require(
          "cond",
          "a branch's outputs",
          Signatures.avals(first.outputs()),
          Signatures.avals(branch.outputs()));
    }
  }

  @Override
  public List<Program> programs() {
    return branches;
  }

  @Override
  public boolean masks() {
    return true;
  }

  @Override
  public boolean total() {
    return branches.stream().allMatch(Program::total);
  }

  @Override
  public boolean effectful() {
    return branches.stream().anyMatch(Program::effectful);
  }

  /// The branch that an index chooses.
  public Program branch(double index) {
    return branches.get((int) Math.max(0, Math.min(branches.size() - 1, index)));
  }

  @Override
  public List<Tensor> apply(List<Tensor> arguments) {
    Signatures.takes(name(), inputs(arguments.getFirst().aval()), Op.avals(arguments));
    return branch(arguments.getFirst().item()).apply(arguments.subList(1, arguments.size()));
  }

  @Override
  public List<Aval> shapes(List<Aval> inputs) {
    if (inputs.isEmpty()) {
      throw new ShapeException("cond: takes an index first");
    }
    Signatures.takes(name(), inputs(inputs.getFirst()), inputs);
    return Signatures.avals(branches.getFirst().outputs());
  }

  private List<Aval> inputs(Aval index) {
    if (index.shape().rank() != 0 || index.dtype().floating()) {
      throw new ShapeException(
          "cond: the index is " + index + ", but has to be a scalar of whole numbers or bool");
    }
    if (index.dtype() == DType.BOOL && branches.size() > 2) {
      throw new ShapeException("cond: a bool chooses between 2 branches, not " + branches.size());
    }
    var all = new java.util.ArrayList<Aval>();
    all.add(index);
    all.addAll(Signatures.avals(branches.getFirst().inputs()));
    return all;
  }
}
