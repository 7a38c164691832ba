package org.cotangent.primitive;

import java.util.List;
import org.cotangent.Recompute;
import org.cotangent.Tensor;

/// A program that reverse mode runs again instead of remembering it.
///
/// @param recompute what is done again
/// @param body what is computed
public record Checkpoint(Recompute recompute, Program body) implements Control.OfPrograms {
  @Override
  public List<Program> programs() {
    return List.of(body);
  }

  @Override
  public boolean masks() {
    return body.masks();
  }

  @Override
  public boolean total() {
    return body.total();
  }

  @Override
  public boolean effectful() {
    return body.effectful();
  }

  @Override
  public List<Tensor> apply(List<Tensor> arguments) {
    return body.apply(arguments);
  }

  @Override
  public List<Aval> shapes(List<Aval> inputs) {
    Signatures.takes(name(), Signatures.avals(body.inputs()), inputs);
    return Signatures.avals(body.outputs());
  }
}
