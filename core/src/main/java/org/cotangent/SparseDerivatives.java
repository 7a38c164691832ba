package org.cotangent;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.cotangent.kernel.Buffers;
import org.cotangent.ops.Forests;
import org.cotangent.primitive.Aval;
import org.cotangent.sparse.Colouring;
import org.cotangent.sparse.Compression;
import org.cotangent.sparse.Dependencies;
import org.cotangent.sparse.Pattern;
import org.cotangent.trace.Transform;

/// Jacobians and Hessians of which most entries are 0: where the others are is found once, from the program of the derivative; a
/// colouring tells how few products with vectors show all of them; each call makes these products, in one batch of each kind.
final class SparseDerivatives {
  private final String name;
  private final TensorFunction f;
  private final Aval input;
  private final Pattern pattern;

  /// Row `c` has ones where the colour of a column is `c`; the same for rows.
  private final Tensor columns;

  private final Tensor rows;

  /// How the entries follow from the products.
  private final TensorFunction entries;

  private SparseDerivatives(
      String name, TensorFunction f, Aval input, Pattern pattern, Compression compression) {
    this.name = name;
    this.f = f;
    this.input = input;
    this.pattern = pattern;
    this.columns = seeds(compression.columns());
    this.rows = seeds(compression.rows());
    Tensor products = indices(compression.products());
    Tensor parents = indices(compression.parents());
    Tensor unknowns = indices(compression.unknowns());
    this.entries =
        compression.parents().length == 0
            ? all -> all.get(products)
            : all -> Forests.forestSolve(all.get(products), parents).get(unknowns);
  }

  private static Tensor seeds(Colouring colouring) {
    int size = colouring.of().length;
    double[] ones = new double[Math.multiplyExact(colouring.colours(), size)];
    for (int i = 0; i < size; i++) {
      if (colouring.of()[i] >= 0) {
        ones[colouring.of()[i] * size + i] = 1;
      }
    }
    return Tensor.of(ones, colouring.colours(), size);
  }

  static Function<Tensor, SparseMatrix> jacobian(TensorFunction f, Tensor example) {
    String name = "sparseJacobian";
    Pattern pattern = pattern(name, f, example);
    return new SparseDerivatives(name, f, example.aval(), pattern, Compression.ofJacobian(pattern))
        ::at;
  }

  static Function<Tensor, SparseMatrix> hessian(
      TensorFunction f, Tensor example, Recovery recovery) {
    String name = "sparseHessian";
    TensorFunction gradient = Autodiff.grad(f);
    Pattern pattern = pattern(name, gradient, example).symmetric();
    boolean substitution = recovery == Recovery.SUBSTITUTION;
    return new SparseDerivatives(
            name, gradient, example.aval(), pattern, Compression.ofHessian(pattern, substitution))
        ::at;
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

  private SparseMatrix at(Tensor x) {
    check(x);
    long[] starts = new long[pattern.rows() + 1];
    for (int i = 0; i < starts.length; i++) {
      starts[i] = pattern.pointers()[i];
    }
    return new SparseMatrix(
        pattern.rows(),
        pattern.columns(),
        Tensor.of(starts, starts.length),
        indices(pattern.indices()),
        values(x));
  }

  private Tensor values(Tensor x) {
    var products = new ArrayList<Tensor>();
    if (columns.shape().length(0) > 0) {
      TensorFunction product =
          v -> Autodiff.jvp(f, x, v.to(input.dtype()).reshape(input.shape())).tangent().reshape(-1);
      products.add(Autodiff.vmap(product).apply(columns).reshape(-1));
    }
    if (rows.shape().length(0) > 0) {
      var vjp = Autodiff.vjp(f, x);
      Aval output = vjp.value().aval();
      TensorFunction product =
          ct -> vjp.pullback().apply(ct.to(output.dtype()).reshape(output.shape())).reshape(-1);
      products.add(Autodiff.vmap(product).apply(rows).reshape(-1));
    }
    return products.isEmpty()
        ? Tensor.zeros(input.dtype(), 0)
        : entries.apply(
            products.size() == 1
                ? products.getFirst()
                : Tensor.concat(0, products.toArray(new Tensor[0])));
  }

  private void check(Tensor x) {
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
