package org.cotangent.primitive;

import java.util.List;

/// An operation that can also be stated element by element: what straight-line code is made of.
///
/// For primitives that are neither pointwise nor mere moves ([Linear.Moves]) of elements. What the formulas compute must be
/// what evaluation computes, in the same order of operations.
public interface WrittenOut {
  /// One formula for each element of each result, row-major, given the abstract values of the operands and a formula for each of
  /// their elements; those of known elements are constants. Formulas that are used several times should be the same
  /// object: they are computed once. Empty if it can't be stated, because operands would have to be known and are not.
  List<List<Scalar>> elements(List<Aval> inputs, List<List<Scalar>> x);
}
