package org.cotangent.primitive;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Array;
import org.cotangent.Tensor;
import org.cotangent.kernel.Buffers;
import org.cotangent.kernel.KrylovMethods;

/// A solver of linear systems that only applies the operator.
///
/// @param method which
/// @param tolerance the residual that is good enough, `|b − A x| ≤ tolerance · |b|`
/// @param iterations how many applications of the operator it may take
/// @param restart after how many steps GMRES starts anew
public record Krylov(Method method, double tolerance, int iterations, int restart)
    implements LinearSolver {
  /// The methods.
  public enum Method {
    /// Conjugate gradients: symmetric positive definite operators.
    CG,
    /// Generalised minimal residuals, restarted: any operator.
    GMRES,
    /// Stabilised biconjugate gradients: any operator, in constant memory.
    BICGSTAB
  }

  @Override
  public List<Array> solve(Routine operator, List<Array> b) {
    double[] right = joined(b);
    KrylovMethods.Operator map = x -> joined(operator.apply(parted(x, b)));
    double[] x =
        switch (method) {
          case CG -> KrylovMethods.cg(map, right, tolerance, iterations);
          case GMRES -> KrylovMethods.gmres(map, right, tolerance, iterations, restart);
          case BICGSTAB -> KrylovMethods.bicgstab(map, right, tolerance, iterations);
        };
    var result = new ArrayList<Array>();
    parted(x, b).forEach(part -> result.add((Array) part));
    return result;
  }

  @Override
  public boolean joins() {
    return true;
  }

  private static double[] joined(List<? extends Tensor> parts) {
    int size = 0;
    for (Tensor part : parts) {
      size += part.shape().size();
    }
    double[] all = new double[size];
    int from = 0;
    for (Tensor part : parts) {
      double[] elements = part.toDoubles();
      System.arraycopy(elements, 0, all, from, elements.length);
      from += elements.length;
    }
    return all;
  }

  private static List<Tensor> parted(double[] all, List<Array> like) {
    var parts = new ArrayList<Tensor>(like.size());
    int from = 0;
    for (Array part : like) {
      int to = from + part.shape().size();
      parts.add(Buffers.ofDoubles(part.aval(), java.util.Arrays.copyOfRange(all, from, to)));
      from = to;
    }
    return parts;
  }

  @Override
  public String toString() {
    return method.name().toLowerCase(java.util.Locale.ROOT)
        + " "
        + tolerance
        + " "
        + iterations
        + " "
        + restart;
  }
}
