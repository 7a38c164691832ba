package org.cotangent.primitive;

import java.util.List;
import org.cotangent.Tensor;

/// A function with a batch rule of its own. Programs have its function in its place: what a batch rule computes is what the
/// function computes, so nothing is lost but speed.
///
/// @param function of one example
/// @param batched of all examples: each argument and each result has a leading axis more
public record CustomVmap(Routine function, Routine batched) implements Control {
  /// It is not known what the functions do, so it counts as a mask.
  @Override
  public boolean masks() {
    return true;
  }

  @Override
  public List<Tensor> apply(List<Tensor> arguments) {
    return function.apply(arguments);
  }

  @Override
  public List<Aval> shapes(List<Aval> inputs) {
    throw new AssertionError("programs have the function in its place");
  }
}
