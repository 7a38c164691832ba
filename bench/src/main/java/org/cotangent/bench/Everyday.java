package org.cotangent.bench;

import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.hessian;
import static org.cotangent.Autodiff.jvp;
import static org.cotangent.Autodiff.stage;
import static org.cotangent.Autodiff.vmap;

import org.cotangent.DType;
import org.cotangent.Tensor;

/// A bit of everything: all transformations, of numbers, vectors and matrices, in both precisions. A process that has done this
/// has seen every kind of tensor at every place of the library, and its JIT knows that it can assume nothing.
final class Everyday {
  private Everyday() {}

  /// Works for some seconds; the result is of no interest.
  static double work(double seconds) {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    Tensor number = Tensor.scalar(0.7);
    Tensor vector = Tensor.vector(1, 2, 3, 4, 5, 6, 7, 8);
    Tensor matrix = Tensor.ones(4, 4);
    double sum = 0;
    while (System.nanoTime() < end) {
      for (Tensor x : new Tensor[] {number, vector, vector.to(DType.F32)}) {
        sum += mixed(x).item() + Scalars.first(grad(Everyday::mixed, x));
      }
      sum += grad(grad(Everyday::mixed)).at(0.7) + grad(RandomNumbers::chain).at(0.7);
      sum +=
          jvp(Everyday::mixed, number, number).tangent().item()
              + jvp(Everyday::mixed, vector, vector).tangent().item();
      sum +=
          Scalars.first(vmap(Everyday::mixed).apply(vector))
              + stage(Everyday::mixed, vector).equations().size();
      sum += Scalars.first(hessian(Everyday::mixed).apply(Tensor.vector(1, 2)));
      sum += Scalars.first(grad(x -> x.matmul(matrix).tanh().sum(), matrix));
      sum += Scalars.first(grad(x -> x.get(0).times(x.get(1)).maximum(x.get(2)).plus(1), vector));
    }
    return sum;
  }

  private static Tensor mixed(Tensor x) {
    Tensor y = x;
    for (int k = 0; k < 20; k++) {
      y = y.times(x).sin().plus(x);
    }
    return y.rank() == 0 ? y : y.sum();
  }
}
