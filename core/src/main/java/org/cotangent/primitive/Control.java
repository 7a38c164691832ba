package org.cotangent.primitive;

import java.util.List;
import org.cotangent.Tensor;

/// An operation that holds functions: a closed set, treated one by one by each transformation.
public sealed interface Control extends Primitive
    permits Control.OfPrograms, CustomJvp, CustomVjp, CustomVmap, LinearSolve {
  /// Runs it on these arguments, of which none need be a box.
  List<Tensor> apply(List<Tensor> arguments);

  /// The outputs' abstract values.
  List<Aval> shapes(List<Aval> inputs);

  /// Those that hold programs always, with all they use as arguments: choices, loops, checkpoints. A transformation of one is one
  /// of them again, with transformed programs.
  sealed interface OfPrograms extends Control permits Checkpoint, Cond, ReverseScan, Scan, While {
    /// The programs, in the order of the components.
    List<Program> programs();
  }
}
