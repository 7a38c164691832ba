package org.cotangent;

/// What reverse mode computes a second time instead of remembering it: the policy of `checkpoint`.
///
/// Remembered values cost memory from the forward to the backward sweep, recomputed ones cost time.
public enum Recompute {
  /// Everything: only the arguments are remembered.
  ALL,

  /// What is cheap: results of contractions, linear algebra and loops are remembered, pointwise operations and rearrangements
  /// between them are done again.
  CHEAP,

  /// Nothing: everything that the backward sweep needs is remembered, as without a checkpoint.
  NOTHING
}
