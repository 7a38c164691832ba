package org.cotangent;

/// A function of plain numbers, compiled once for one shape of argument: no tensor is made when it is called.
///
/// What it takes and returns are the elements of all leaves of the original function's argument and result, one leaf after the
/// other and row-major, as [org.cotangent.tree.Trees#ravel] lays them out. [Autodiff#compilePlain] makes it. Thread-safe.
public interface PlainFunction {
  /// How many numbers it takes.
  int inputs();

  /// How many numbers it returns.
  int outputs();

  /// Reads the arguments from `in` and writes the results to `out`; they may be the same array. Nothing is allocated on the way
  /// (unless they are the same array, or more threads than usual run a long program at once). Throws a [ShapeException] if a
  /// length is not [#inputs] or [#outputs].
  void apply(double[] in, double[] out);

  /// The results in a new array. Throws a [ShapeException] if there are not [#inputs] arguments.
  default double[] apply(double... in) {
    double[] out = new double[outputs()];
    apply(in, out);
    return out;
  }

  /// Throws a [ShapeException] that names what it takes and returns unless the lengths fit.
  default void requireLengths(int in, int out) {
    if (in != inputs() || out != outputs()) {
      throw new ShapeException(
          "plain function: takes "
              + inputs()
              + " and returns "
              + outputs()
              + " numbers, but the arrays have lengths "
              + in
              + " and "
              + out);
    }
  }
}
