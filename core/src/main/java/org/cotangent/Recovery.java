package org.cotangent;

/// How the entries of a sparse Hessian are found from products with it; see [Autodiff#sparseHessian].
@Incubating
public enum Recovery {
  /// Each entry is an element of a product, as exact as a derivative is: a star colouring (Coleman and Moré 1984; Gebremedhin, Manne and
  /// Pothen 2005).
  DIRECT,
  /// From fewer products: an acyclic colouring (Gebremedhin, Tarafdar, Manne and Pothen 2007), if it has fewer colours than a star
  /// colouring. Entries follow by substitution along trees: an entry is an element of a product less the entries below it. So the rounding
  /// errors of a whole subtree, each relative to its own product, can add up in an entry: the error is at most the sum of theirs, small
  /// beside the largest entries there, but not beside an entry that is much smaller than its neighbours.
  SUBSTITUTION
}
