package org.cotangent;

import java.util.List;
import java.util.function.Function;
import org.cotangent.kernel.Buffers;
import org.cotangent.primitive.Aval;
import org.cotangent.sparse.Colouring;
import org.cotangent.sparse.Dependencies;
import org.cotangent.sparse.Pattern;
import org.cotangent.trace.Transform;

/// Jacobians and Hessians of which most entries are 0: where the others are is found once, from the program of the derivative; a
/// colouring tells how few products with vectors show all of them; each call makes these products, in one batch.
final class SparseDerivatives {
  private final Aval input;
  private final Pattern pattern;

  /// Whether the products are with columns (tangents) or with rows (cotangents).
  private final boolean forward;

  private final int colours;

  /// Row `c` has ones where the colour is `c`.
  private final Tensor seeds;

  /// Where each entry lies in the products.
  private final Tensor places;

  private SparseDerivatives(
      Aval input, Pattern pattern, boolean forward, Colouring colouring, int[] places) {
    this.input = input;
    this.pattern = pattern;
    this.forward = forward;
    this.colours = colouring.colours();
    int size = colouring.of().length;
    double[] ones = new double[Math.multiplyExact(colours, size)];
    for (int i = 0; i < size; i++) {
      if (colouring.of()[i] >= 0) {
        ones[colouring.of()[i] * size + i] = 1;
      }
    }
    this.seeds = Tensor.of(ones, colours, size);
    this.places = indices(places);
  }

  static Function<Tensor, SparseMatrix> jacobian(TensorFunction f, Tensor example) {
    Pattern pattern = pattern("sparseJacobian", f, example);
    int m = pattern.rows();
    int n = pattern.columns();
    // A row with k entries needs k colours of columns: the side that may need fewer is tried first.
    Pattern transposed = pattern.transposed();
    boolean columnsFirst = pattern.fullestRow() <= transposed.fullestRow();
    Colouring first = Colouring.columns(columnsFirst ? pattern : transposed);
    boolean forward = columnsFirst;
    Colouring best = first;
    if ((columnsFirst ? transposed : pattern).fullestRow() < first.colours()) {
      Colouring second = Colouring.columns(columnsFirst ? transposed : pattern);
      if (second.colours() < first.colours()) {
        best = second;
        forward = !columnsFirst;
      }
    }
    int[] row = pattern.rowOfEntry();
    int[] places = new int[pattern.entries()];
    for (int k = 0; k < places.length; k++) {
      int column = pattern.indices()[k];
      places[k] = forward ? best.of()[column] * m + row[k] : best.of()[row[k]] * n + column;
    }
    var derivatives = new SparseDerivatives(example.aval(), pattern, forward, best, places);
    return x -> derivatives.at(f, x);
  }

  static Function<Tensor, SparseMatrix> hessian(TensorFunction f, Tensor example) {
    TensorFunction gradient = Autodiff.grad(f);
    Pattern pattern = pattern("sparseHessian", gradient, example).symmetric();
    Colouring star = Colouring.star(pattern);
    int n = pattern.rows();
    int[] row = pattern.rowOfEntry();
    int[] places = new int[pattern.entries()];
    int[] shared = new int[star.colours()];
    int[] mark = new int[star.colours()];
    for (int i = 0; i < n; i++) {
      // How many of row i's columns have each colour: a colour that occurs once shows its entry in
      // row i.
      for (int k = pattern.pointers()[i]; k < pattern.pointers()[i + 1]; k++) {
        int colour = star.of()[pattern.indices()[k]];
        shared[colour] = mark[colour] == i + 1 ? shared[colour] + 1 : 1;
        mark[colour] = i + 1;
      }
      for (int k = pattern.pointers()[i]; k < pattern.pointers()[i + 1]; k++) {
        int j = pattern.indices()[k];
        places[k] =
            shared[star.of()[j]] == 1 ? star.of()[j] * n + row[k] : star.of()[row[k]] * n + j;
      }
    }
    var derivatives = new SparseDerivatives(example.aval(), pattern, true, star, places);
    return x -> derivatives.columns("sparseHessian", gradient, x);
  }

  private static Pattern pattern(String name, TensorFunction f, Tensor example) {
    Aval aval = example.aval();
    var staged =
        Transform.stage(
            name,
            both ->
                Transform.jvp(
                        name,
                        arguments -> List.of(f.apply(arguments.getFirst())),
                        both.subList(0, 1),
                        both.subList(1, 2))
                    .map()
                    .apply(List.of()),
            List.of(aval, aval));
    return Dependencies.of(staged.program(), 1);
  }

  private SparseMatrix at(TensorFunction f, Tensor x) {
    if (forward) {
      return columns("sparseJacobian", f, x);
    }
    check("sparseJacobian", x);
    var vjp = Autodiff.vjp(f, x);
    Aval output = vjp.value().aval();
    return matrix(
        output,
        ct -> vjp.pullback().apply(ct.to(output.dtype()).reshape(output.shape())).reshape(-1));
  }

  private SparseMatrix columns(String name, TensorFunction f, Tensor x) {
    check(name, x);
    return matrix(
        input,
        v -> Autodiff.jvp(f, x, v.to(input.dtype()).reshape(input.shape())).tangent().reshape(-1));
  }

  /// The matrix whose products with the seeds are `product`.
  private SparseMatrix matrix(Aval aval, TensorFunction product) {
    long[] starts = new long[pattern.rows() + 1];
    for (int i = 0; i < starts.length; i++) {
      starts[i] = pattern.pointers()[i];
    }
    Tensor values =
        colours == 0
            ? Tensor.zeros(aval.dtype(), 0)
            : Autodiff.vmap(product).apply(seeds).reshape(-1).get(places);
    return new SparseMatrix(
        pattern.rows(),
        pattern.columns(),
        Tensor.of(starts, starts.length),
        indices(pattern.indices()),
        values);
  }

  private void check(String name, Tensor x) {
    if (!x.aval().equals(input)) {
      throw new ShapeException(
          name
              + ": the pattern was found for "
              + input
              + ", not for "
              + x.aval()
              + ": make another function with such an example");
    }
  }

  private static Tensor indices(int[] values) {
    long[] result = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = values[i];
    }
    return Buffers.wrap(Aval.of(DType.I64, Shape.of(result.length)), result);
  }
}
