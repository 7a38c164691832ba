package org.cotangent.kernel;

import java.util.Arrays;
import java.util.List;
import org.cotangent.Array;
import org.cotangent.primitive.Aval;

/// Determinants and their derivatives, for singular matrices too.
///
/// With `a = U diag(s) Vᵀ` the derivatives of det at a are those at `diag(s)` in turned coordinates, times `det U · det V`; there the k-th
/// is a sum over the sets I of k places, of the minors on I times the product of the singular values outside I. Nothing is divided.
public final class Minors {
  /// Below this ratio of pivots the inverse has too few digits for the cofactors.
  private static final double WELL_CONDITIONED = 1e-4;

  private Minors() {}

  /// The determinant of each matrix.
  public static Array determinant(Array a, Aval result) {
    int n = a.shape().length(-1);
    double[] data = Buffers.toDoubles(a);
    double[] values = new double[result.shape().size()];
    for (int i = 0; i < values.length; i++) {
      double[] matrix = Arrays.copyOfRange(data, i * n * n, (i + 1) * n * n);
      int[] pivots = new int[n];
      double sign = factor(n, matrix, pivots);
      double[] diagonal = diagonal(n, matrix);
      values[i] = sign * product(diagonal);
    }
    return Buffers.ofDoubles(result, values);
  }

  /// The sign of the determinant and the logarithm of its magnitude, from the factors.
  public static List<Array> signAndLog(Array packed, Array permutation, Aval result) {
    int n = packed.shape().length(-1);
    double[] lu = Buffers.toDoubles(packed);
    int[] order = Buffers.i32(permutation);
    double[] signs = new double[result.shape().size()];
    double[] logs = new double[signs.length];
    for (int i = 0; i < signs.length; i++) {
      double sign = parity(order, i * n, n);
      double log = 0;
      for (int j = 0; j < n; j++) {
        double pivot = lu[(i * n + j) * n + j];
        sign *= Math.signum(pivot);
        log += Math.log(Math.abs(pivot));
      }
      // A singular matrix has the sign 0, not −0.
      signs[i] = sign + 0.0;
      logs[i] = log;
    }
    return List.of(Buffers.ofDoubles(result, signs), Buffers.ofDoubles(result, logs));
  }

  /// The derivative of the determinant of `a` along `matrices`, as a matrix: for none of them, that of the cofactors.
  public static Array form(Array a, List<Array> matrices) {
    int n = a.shape().length(-1);
    double[] data = Buffers.toDoubles(a);
    double[][] others = new double[matrices.size()][];
    for (int k = 0; k < others.length; k++) {
      others[k] = Buffers.toDoubles(matrices.get(k));
    }
    double[] result = new double[data.length];
    int count = Factorizations.count(data.length, n * n);
    for (int i = 0; i < count; i++) {
      double[][] along = new double[others.length][];
      for (int k = 0; k < along.length; k++) {
        along[k] = Arrays.copyOfRange(others[k], i * n * n, (i + 1) * n * n);
      }
      double[] one = form(n, Arrays.copyOfRange(data, i * n * n, (i + 1) * n * n), along);
      System.arraycopy(one, 0, result, i * n * n, n * n);
    }
    return Buffers.ofDoubles(a.aval(), result);
  }

  private static double[] form(int n, double[] a, double[][] along) {
    if (n == 0 || along.length >= n) {
      return new double[n * n];
    }
    if (along.length == 0) {
      double[] cofactors = n <= 3 ? writtenOut(n, a) : byInverse(n, a);
      if (cofactors.length > 0) {
        return cofactors;
      }
    }
    double[] s = new double[n];
    double[] u = new double[n * n];
    double[] vt = new double[n * n];
    double[] work = Factorizations.transposed(a, 0, n, n);
    for (double x : work) {
      if (!Double.isFinite(x)) {
        double[] nan = new double[n * n];
        Arrays.fill(nan, Double.NaN);
        return nan;
      }
    }
    Lapack.instance().gesdd(false, n, n, work, s, u, vt);
    double sign = orientation(n, u) * orientation(n, vt);
    // Column by column u is uᵀ row by row, and vt is v.
    double[][] turned = new double[along.length][];
    for (int k = 0; k < along.length; k++) {
      turned[k] = multiply(n, multiply(n, u, along[k]), vt);
    }
    double[] sum = new double[n * n];
    addMinors(n, s, turned, new int[along.length + 1], 0, 0, sum);
    double[] result = multiply(n, transpose(n, u), multiply(n, sum, transpose(n, vt)));
    for (int i = 0; i < result.length; i++) {
      result[i] *= sign;
    }
    return result;
  }

  /// The cofactors of a matrix of at most three rows.
  private static double[] writtenOut(int n, double[] a) {
    if (n == 1) {
      return new double[] {1};
    }
    if (n == 2) {
      // 0 − x, because the cofactor of 0 is 0, not −0.
      return new double[] {a[3], 0 - a[2], 0 - a[1], a[0]};
    }
    double[] cofactors = new double[9];
    for (int i = 0; i < 3; i++) {
      int row = (i + 1) % 3 * 3;
      int next = (i + 2) % 3 * 3;
      for (int j = 0; j < 3; j++) {
        int column = (j + 1) % 3;
        int other = (j + 2) % 3;
        cofactors[i * 3 + j] =
            a[row + column] * a[next + other] - a[row + other] * a[next + column];
      }
    }
    return cofactors;
  }

  /// The determinant of an orthogonal matrix, ±1.
  private static double orientation(int n, double[] orthogonal) {
    double[] matrix = orthogonal.clone();
    double sign = factor(n, matrix, new int[n]);
    return sign * Math.signum(product(diagonal(n, matrix)));
  }

  /// The cofactors `det a · a⁻ᵀ`; empty where a is too near to a singular matrix for them.
  private static double[] byInverse(int n, double[] a) {
    double[] lu = a.clone();
    int[] pivots = new int[n];
    double sign = factor(n, lu, pivots);
    double[] diagonal = diagonal(n, lu);
    double low = Double.POSITIVE_INFINITY;
    double high = 0;
    for (double pivot : diagonal) {
      low = Math.min(low, Math.abs(pivot));
      high = Math.max(high, Math.abs(pivot));
    }
    double determinant = sign * product(diagonal);
    if (!(low > WELL_CONDITIONED * high) || determinant == 0 || Double.isInfinite(determinant)) {
      return new double[0];
    }
    // `lu` factorises the transpose, because it was read column by column: its inverse is the
    // inverse's transpose.
    double[] rows = Factorizations.transposed(lu, 0, n, n);
    double[] inverse = new double[n * n];
    int[] order = new int[n];
    Factorizations.permute(pivots, order, 0, n);
    for (int i = 0; i < n; i++) {
      inverse[i * n + order[i]] = 1;
    }
    Triangular.solve(true, false, true, n, rows, 0, inverse, 0, n);
    Triangular.solve(false, false, false, n, rows, 0, inverse, 0, n);
    for (int i = 0; i < inverse.length; i++) {
      inverse[i] *= determinant;
    }
    return inverse;
  }

  /// Factorises in place, column by column; returns the sign of the row swaps.
  private static double factor(int n, double[] matrix, int[] pivots) {
    if (n > 0) {
      Lapack.instance().getrf(n, n, matrix, pivots);
    }
    double sign = 1;
    for (int i = 0; i < n; i++) {
      sign = pivots[i] == i + 1 ? sign : -sign;
    }
    return sign;
  }

  private static double parity(int[] order, int from, int n) {
    boolean[] seen = new boolean[n];
    double sign = 1;
    for (int i = 0; i < n; i++) {
      int length = 0;
      for (int j = i; !seen[j]; j = order[from + j]) {
        seen[j] = true;
        length++;
      }
      sign = length > 0 && length % 2 == 0 ? -sign : sign;
    }
    return sign;
  }

  private static double[] diagonal(int n, double[] matrix) {
    double[] diagonal = new double[n];
    for (int i = 0; i < n; i++) {
      diagonal[i] = matrix[i * (n + 1)];
    }
    return diagonal;
  }

  /// The product of all, large and small ones in turn, so that it leaves the range of doubles only if the result does.
  private static double product(double[] factors) {
    double[] sorted = factors.clone();
    double sign = 1;
    for (int i = 0; i < sorted.length; i++) {
      sign = sorted[i] < 0 ? -sign : sign;
      sorted[i] = Math.abs(sorted[i]);
    }
    Arrays.sort(sorted);
    double product = sign;
    int low = 0;
    int high = sorted.length - 1;
    while (low <= high) {
      product *= Math.abs(product) >= 1 ? sorted[low++] : sorted[high--];
    }
    return product;
  }

  /// Adds to `sum` what every set of places, `places[0..chosen)` and others from `from` on, contributes.
  private static void addMinors(
      int n, double[] s, double[][] along, int[] places, int chosen, int from, double[] sum) {
    if (chosen < places.length) {
      for (int i = from; i < n; i++) {
        places[chosen] = i;
        addMinors(n, s, along, places, chosen + 1, i + 1, sum);
      }
      return;
    }
    double[] others = new double[n - places.length];
    int count = 0;
    int next = 0;
    for (int i = 0; i < n; i++) {
      if (next < places.length && places[next] == i) {
        next++;
      } else {
        others[count++] = s[i];
      }
    }
    double weight = product(others);
    if (weight == 0) {
      return;
    }
    for (int r = 0; r < places.length; r++) {
      for (int c = 0; c < places.length; c++) {
        double minor = mixed(n, along, 0, places, 1 << r, 1 << c);
        sum[places[r] * n + places[c]] += ((r + c) % 2 == 0 ? weight : -weight) * minor;
      }
    }
  }

  /// The minor without the rows and columns that are used, its rows taken from the matrices from `first` on in every order. Expands
  /// along the matrix `first`, whose row may be any that is left.
  private static double mixed(
      int n, double[][] along, int first, int[] places, int rows, int columns) {
    if (first == along.length) {
      return 1;
    }
    double sum = 0;
    int above = 0;
    for (int r = 0; r < places.length; r++) {
      if ((rows >> r & 1) != 0) {
        continue;
      }
      int before = 0;
      for (int c = 0; c < places.length; c++) {
        if ((columns >> c & 1) != 0) {
          continue;
        }
        double entry = along[first][places[r] * n + places[c]];
        if (entry != 0) {
          double minor = mixed(n, along, first + 1, places, rows | 1 << r, columns | 1 << c);
          sum += ((above + before) % 2 == 0 ? entry : -entry) * minor;
        }
        before++;
      }
      above++;
    }
    return sum;
  }

  /// The product of two matrices, row by row.
  private static double[] multiply(int n, double[] a, double[] b) {
    double[] c = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < n; k++) {
        double factor = a[i * n + k];
        for (int j = 0; j < n; j++) {
          c[i * n + j] += factor * b[k * n + j];
        }
      }
    }
    return c;
  }

  private static double[] transpose(int n, double[] a) {
    return Factorizations.transposed(a, 0, n, n);
  }
}
