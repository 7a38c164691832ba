package org.cotangent.kernel;

import java.util.Arrays;
import org.cotangent.Array;
import org.cotangent.primitive.Aval;

/// Functions of square matrices, row by row, and Sylvester's equation; for each matrix of a stack.
public final class SquareMatrices {
  /// The [13/13] Padé approximant of the exponential, its coefficients divided by the last (N. J. Higham, *The scaling and squaring
  /// method for the matrix exponential revisited*, 2005).
  private static final double[] PADE = {
    64764752532480000.0,
    32382376266240000.0,
    7771770303897600.0,
    1187353796428800.0,
    129060195264000.0,
    10559470521600.0,
    670442572800.0,
    33522128640.0,
    1323241920.0,
    40840800.0,
    960960.0,
    16380.0,
    182.0,
    1.0
  };

  /// Up to this norm the approximant has all digits.
  private static final double THETA = 5.371920351148152;

  private SquareMatrices() {}

  /// What is computed of one n×n matrix.
  private interface One {
    double[] of(int n, double[] a);
  }

  private static Array each(Array a, One function) {
    int n = a.shape().length(-1);
    double[] data = Buffers.toDoubles(a);
    int count = Factorizations.count(data.length, n * n);
    for (int i = 0; i < count; i++) {
      double[] one = Arrays.copyOfRange(data, i * n * n, (i + 1) * n * n);
      boolean finite = Double.isFinite(norm(n, one));
      double[] result = finite ? function.of(n, one) : filled(n, Double.NaN);
      System.arraycopy(result, 0, data, i * n * n, n * n);
    }
    return Buffers.ofDoubles(a.aval(), data);
  }

  /// `eᵃ`.
  public static Array exp(Array a) {
    return each(a, SquareMatrices::exp);
  }

  private static double[] exp(int n, double[] a) {
    double norm = norm(n, a);
    int squarings = norm > THETA ? Math.max(0, Math.getExponent(norm / THETA) + 1) : 0;
    double[] x = scaled(a, Math.scalb(1, -squarings));
    double[] x2 = multiply(n, x, x);
    double[] x4 = multiply(n, x2, x2);
    double[] x6 = multiply(n, x4, x2);
    double[] odd = multiply(n, x6, sum(n, PADE[13], x6, PADE[11], x4, PADE[9], x2, 0));
    odd = add(odd, sum(n, PADE[7], x6, PADE[5], x4, PADE[3], x2, PADE[1]));
    odd = multiply(n, x, odd);
    double[] even = multiply(n, x6, sum(n, PADE[12], x6, PADE[10], x4, PADE[8], x2, 0));
    even = add(even, sum(n, PADE[6], x6, PADE[4], x4, PADE[2], x2, PADE[0]));
    double[] result = solve(n, add(even, scaled(odd, -1)), add(even, odd));
    for (int i = 0; i < squarings; i++) {
      result = multiply(n, result, result);
    }
    return result;
  }

  /// `p x6 + q x4 + r x2 + s`.
  private static double[] sum(
      int n, double p, double[] x6, double q, double[] x4, double r, double[] x2, double s) {
    double[] result = new double[n * n];
    for (int i = 0; i < result.length; i++) {
      result[i] = p * x6[i] + q * x4[i] + r * x2[i];
    }
    for (int i = 0; i < n; i++) {
      result[i * (n + 1)] += s;
    }
    return result;
  }

  /// The principal square root; NaN where there is none.
  public static Array sqrt(Array a) {
    return each(a, SquareMatrices::sqrt);
  }

  /// By the product form of the iteration of E. D. Denman and A. N. Beavers, scaled by determinants (N. J. Higham, *Functions of
  /// Matrices*, 2008, 6.3): `M ← ½(1 + (M + M⁻¹)/2)`, `X ← ½ X (1 + M⁻¹)`.
  private static double[] sqrt(int n, double[] a) {
    double[] m = a.clone();
    double[] x = a.clone();
    double before = Double.POSITIVE_INFINITY;
    for (int step = 0; step < 60; step++) {
      double mu = before < 1e-2 ? 1 : scale(n, m);
      double[] inverse = solve(n, m, identity(n));
      double up = mu * mu;
      double[] next = new double[n * n];
      double[] factor = new double[n * n];
      for (int i = 0; i < next.length; i++) {
        double one = i % (n + 1) == 0 ? 1 : 0;
        next[i] = 0.5 * (one + 0.5 * (up * m[i] + inverse[i] / up));
        factor[i] = 0.5 * mu * (one + inverse[i] / up);
      }
      x = multiply(n, x, factor);
      m = next;
      double distance = norm(n, add(m, scaled(identity(n), -1)));
      if (distance < 1e-15 * n || distance >= before && before < 1e-8) {
        break;
      }
      if (!Double.isFinite(distance)) {
        return filled(n, Double.NaN);
      }
      before = distance;
    }
    double rest = norm(n, add(multiply(n, x, x), scaled(a, -1)));
    return rest <= 1e-6 * norm(n, a) ? x : filled(n, Double.NaN);
  }

  /// `|det m|^(−1/2n)`, which brings the eigenvalues near 1.
  private static double scale(int n, double[] m) {
    double[] lu = m.clone();
    Lapack.instance().getrf(n, n, lu, new int[n]);
    double log = 0;
    for (int i = 0; i < n; i++) {
      log += Math.log(Math.abs(lu[i * (n + 1)]));
    }
    double mu = Math.exp(-log / (2 * n));
    return mu > 0 && Double.isFinite(mu) ? mu : 1;
  }

  /// The principal logarithm; NaN where there is none.
  public static Array log(Array a) {
    return each(a, SquareMatrices::log);
  }

  /// Square roots until the matrix is near 1, then `log(1 + X) = ∫₀¹ X (1 + sX)⁻¹ ds` by the rule of Gauss and Legendre, which is the Padé
  /// approximant (S. H. Cheng, N. J. Higham, C. S. Kenney, A. J. Laub, *Approximating the logarithm of a matrix to specified
  /// accuracy*, 2001).
  private static double[] log(int n, double[] a) {
    double[] x = a;
    int roots = 0;
    while (norm(n, add(x, scaled(identity(n), -1))) > 0.25) {
      x = sqrt(n, x);
      if (++roots > 100 || Double.isNaN(norm(n, x))) {
        return filled(n, Double.NaN);
      }
    }
    x = add(x, scaled(identity(n), -1));
    double[] result = new double[n * n];
    for (int i = 0; i < GaussLegendre.NODES.length; i++) {
      double[] divisor = add(identity(n), scaled(x, GaussLegendre.NODES[i]));
      result = add(result, scaled(solve(n, divisor, x), GaussLegendre.WEIGHTS[i]));
    }
    return scaled(result, Math.scalb(1, roots));
  }

  /// The solution X of `a X + X b = c`, by the Schur forms of a and b (R. H. Bartels, G. W. Stewart, *Algorithm 432*, 1972).
  public static Array sylvester(Array a, Array b, Array c) {
    int m = a.shape().length(-1);
    int n = b.shape().length(-1);
    double[] left = Buffers.toDoubles(a);
    double[] right = Buffers.toDoubles(b);
    double[] data = Buffers.toDoubles(c);
    int count = Factorizations.count(data.length, m * n);
    for (int i = 0; i < count; i++) {
      double[] r = Factorizations.transposed(left, i * m * m, m, m);
      double[] s = Factorizations.transposed(right, i * n * n, n, n);
      double[] u = new double[m * m];
      double[] v = new double[n * n];
      Lapack.instance().gees(m, r, new double[m], new double[m], u);
      Lapack.instance().gees(n, s, new double[n], new double[n], v);
      double[] f = Factorizations.transposed(data, i * m * n, m, n);
      // Column by column u holds uᵀ row by row.
      f = product(m, m, n, Factorizations.transposed(u, 0, m, m), f);
      f = product(m, n, n, f, v);
      double scale = Lapack.instance().trsyl(m, n, r, s, f);
      f = product(m, n, n, product(m, m, n, u, f), Factorizations.transposed(v, 0, n, n));
      for (int row = 0; row < m; row++) {
        for (int column = 0; column < n; column++) {
          data[(i * m + row) * n + column] = f[column * m + row] / scale;
        }
      }
    }
    return Buffers.ofDoubles(c.aval(), data);
  }

  /// The product of an m×k and a k×n matrix, all column by column.
  private static double[] product(int m, int k, int n, double[] a, double[] b) {
    double[] c = new double[m * n];
    for (int j = 0; j < n; j++) {
      for (int l = 0; l < k; l++) {
        double factor = b[j * k + l];
        for (int i = 0; i < m; i++) {
          c[j * m + i] += a[l * m + i] * factor;
        }
      }
    }
    return c;
  }

  /// Eigenvalues and right eigenvectors of a general matrix, in real and imaginary parts; each vector has length 1, and the largest of its
  /// entries (the first of them) is real and positive. NaN where a is not finite.
  public static java.util.List<Array> eig(Array a, Aval values, Aval vectors) {
    int n = a.shape().length(-1);
    double[] data = Buffers.toDoubles(a);
    double[] re = new double[values.shape().size()];
    double[] im = new double[re.length];
    double[] vre = new double[data.length];
    double[] vim = new double[data.length];
    int count = Factorizations.count(data.length, n * n);
    for (int i = 0; i < count; i++) {
      double[] matrix = Factorizations.transposed(data, i * n * n, n, n);
      double[] real = filled(1, Double.NaN, n);
      double[] imaginary = real.clone();
      double[] columns = filled(n, Double.NaN);
      if (Double.isFinite(norm(n, matrix))) {
        Lapack.instance().geev(n, matrix, real, imaginary, columns);
      }
      for (int j = 0; j < n; j++) {
        boolean second = imaginary[j] < 0;
        int first = second ? j - 1 : j;
        double sign = second ? -1 : imaginary[j] > 0 ? 1 : 0;
        int k = largest(n, columns, first, sign);
        double x = columns[first * n + k];
        double y = sign == 0 ? 0 : sign * columns[(first + 1) * n + k];
        double modulus = Math.hypot(x, y);
        for (int row = 0; row < n; row++) {
          double p = columns[first * n + row];
          double q = sign == 0 ? 0 : sign * columns[(first + 1) * n + row];
          vre[(i * n + row) * n + j] = (p * x + q * y) / modulus;
          vim[(i * n + row) * n + j] = row == k ? 0 : (q * x - p * y) / modulus;
        }
      }
      System.arraycopy(real, 0, re, i * n, n);
      System.arraycopy(imaginary, 0, im, i * n, n);
    }
    return java.util.List.of(
        Buffers.ofDoubles(values, re),
        Buffers.ofDoubles(values, im),
        Buffers.ofDoubles(vectors, vre),
        Buffers.ofDoubles(vectors, vim));
  }

  private static int largest(int n, double[] columns, int first, double sign) {
    int largest = 0;
    double top = 0;
    for (int row = 0; row < n; row++) {
      double q = sign == 0 ? 0 : columns[(first + 1) * n + row];
      double size = Math.hypot(columns[first * n + row], q);
      if (size > top * (1 + 1e-10)) {
        top = size;
        largest = row;
      }
    }
    return largest;
  }

  private static double norm(int n, double[] a) {
    double norm = 0;
    for (int j = 0; j < n; j++) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum += Math.abs(a[i * n + j]);
      }
      norm = sum > norm || Double.isNaN(sum) ? sum : norm;
    }
    return norm;
  }

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

  /// `a⁻¹ b`.
  private static double[] solve(int n, double[] a, double[] b) {
    double[] lu = Factorizations.transposed(a, 0, n, n);
    int[] pivots = new int[n];
    if (n > 0) {
      Lapack.instance().getrf(n, n, lu, pivots);
    }
    int[] order = new int[n];
    Factorizations.permute(pivots, order, 0, n);
    double[] rows = Factorizations.transposed(lu, 0, n, n);
    double[] x = new double[n * n];
    for (int i = 0; i < n; i++) {
      System.arraycopy(b, order[i] * n, x, i * n, n);
    }
    Triangular.solve(true, false, true, n, rows, 0, x, 0, n);
    Triangular.solve(false, false, false, n, rows, 0, x, 0, n);
    return x;
  }

  private static double[] add(double[] a, double[] b) {
    double[] sum = a.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += b[i];
    }
    return sum;
  }

  private static double[] scaled(double[] a, double factor) {
    double[] result = a.clone();
    for (int i = 0; i < result.length; i++) {
      result[i] *= factor;
    }
    return result;
  }

  private static double[] identity(int n) {
    double[] one = new double[n * n];
    for (int i = 0; i < n; i++) {
      one[i * (n + 1)] = 1;
    }
    return one;
  }

  private static double[] filled(int n, double value) {
    return filled(n, value, n);
  }

  private static double[] filled(int m, double value, int n) {
    double[] result = new double[m * n];
    Arrays.fill(result, value);
    return result;
  }
}
