package org.cotangent.compiler.kernel;

import java.util.stream.IntStream;
import org.cotangent.primitive.Scalar;

/// What generated loops call for single lanes.
final class Lanes {
  /// The numbers from 0, more than a vector has elements.
  static final double[] NUMBERS = IntStream.range(0, 64).asDoubleStream().toArray();

  /// The same in single precision.
  static final float[] NUMBERS_F32 = new float[64];

  static {
    for (int i = 0; i < NUMBERS_F32.length; i++) {
      NUMBERS_F32[i] = i;
    }
  }

  private Lanes() {}

  /// The sum of the partial sums `s`, in halves: the same order whatever the length of a vector. Overwrites `s`.
  static double sum(double[] s) {
    for (int half = s.length / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        s[i] += s[i + half];
      }
    }
    return s[0];
  }

  /// The same in single precision.
  static float sum(float[] s) {
    for (int half = s.length / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        s[i] += s[i + half];
      }
    }
    return s[0];
  }

  /// The largest of `s`; NaN passes.
  static double max(double[] s) {
    double most = s[0];
    for (double value : s) {
      most = Math.max(most, value);
    }
    return most;
  }

  /// The same in single precision.
  static float max(float[] s) {
    float most = s[0];
    for (float value : s) {
      most = Math.max(most, value);
    }
    return most;
  }

  /// The smallest of `s`; NaN passes.
  static double min(double[] s) {
    double least = s[0];
    for (double value : s) {
      least = Math.min(least, value);
    }
    return least;
  }

  /// The same in single precision.
  static float min(float[] s) {
    float least = s[0];
    for (float value : s) {
      least = Math.min(least, value);
    }
    return least;
  }

  /// Replaces `a[i]` by `f(a[i], b[i], c[i])`.
  static void apply(Scalar.Function.Body f, double[] a, double[] b, double[] c) {
    for (int i = 0; i < a.length; i++) {
      a[i] = f.at(a[i], b[i], c[i]);
    }
  }

  /// The same in single precision.
  static void apply(Scalar.Function.Body f, float[] a, float[] b, float[] c) {
    for (int i = 0; i < a.length; i++) {
      a[i] = (float) f.at(a[i], b[i], c[i]);
    }
  }

  /// Replaces `y[i]` by `f(x[i])` where `|x[i]| ≤ limit` does not hold.
  static void repair(Scalar.Function.Body f, double[] x, double[] y, double limit) {
    for (int i = 0; i < x.length; i++) {
      if (!(Math.abs(x[i]) <= limit)) {
        y[i] = f.at(x[i], 0, 0);
      }
    }
  }

  /// The same in single precision.
  static void repair(Scalar.Function.Body f, float[] x, float[] y, float limit) {
    for (int i = 0; i < x.length; i++) {
      if (!(Math.abs(x[i]) <= limit)) {
        y[i] = (float) f.at(x[i], 0, 0);
      }
    }
  }

  /// Copies `n` elements that lie `stride` apart.
  static void gather(double[] from, int at, int stride, int n, double[] to) {
    for (int i = 0; i < n; i++) {
      to[i] = from[at + i * stride];
    }
  }

  /// The same in single precision.
  static void gather(float[] from, int at, int stride, int n, float[] to) {
    for (int i = 0; i < n; i++) {
      to[i] = from[at + i * stride];
    }
  }

  /// The same for truth values.
  static void gather(boolean[] from, int at, int stride, int n, boolean[] to) {
    for (int i = 0; i < n; i++) {
      to[i] = from[at + i * stride];
    }
  }

  /// Copies `n` elements that lie further by what a list says, whose elements lie `step` apart, times `scale`.
  static void gather(
      double[] from,
      int at,
      int stride,
      int[] list,
      int first,
      int step,
      int scale,
      int n,
      double[] to) {
    for (int i = 0; i < n; i++) {
      to[i] = from[at + i * stride + scale * list[first + i * step]];
    }
  }

  /// The same in single precision.
  static void gather(
      float[] from,
      int at,
      int stride,
      int[] list,
      int first,
      int step,
      int scale,
      int n,
      float[] to) {
    for (int i = 0; i < n; i++) {
      to[i] = from[at + i * stride + scale * list[first + i * step]];
    }
  }

  /// The same for truth values.
  static void gather(
      boolean[] from,
      int at,
      int stride,
      int[] list,
      int first,
      int step,
      int scale,
      int n,
      boolean[] to) {
    for (int i = 0; i < n; i++) {
      to[i] = from[at + i * stride + scale * list[first + i * step]];
    }
  }

  /// Copies `n` elements to places that lie `stride` apart.
  static void scatter(double[] from, int n, double[] to, int at, int stride) {
    for (int i = 0; i < n; i++) {
      to[at + i * stride] = from[i];
    }
  }

  /// The same in single precision.
  static void scatter(float[] from, int n, float[] to, int at, int stride) {
    for (int i = 0; i < n; i++) {
      to[at + i * stride] = from[i];
    }
  }

  /// The same for truth values.
  static void scatter(boolean[] from, int n, boolean[] to, int at, int stride) {
    for (int i = 0; i < n; i++) {
      to[at + i * stride] = from[i];
    }
  }

  /// Adds `n` elements, one after the other, to what lies further by what a list says, whose elements lie `step` apart, times `scale`.
  static void add(
      double[] from,
      int n,
      double[] to,
      int at,
      int stride,
      int[] list,
      int first,
      int step,
      int scale) {
    for (int i = 0; i < n; i++) {
      to[at + i * stride + scale * list[first + i * step]] += from[i];
    }
  }

  /// The same in single precision.
  static void add(
      float[] from,
      int n,
      float[] to,
      int at,
      int stride,
      int[] list,
      int first,
      int step,
      int scale) {
    for (int i = 0; i < n; i++) {
      to[at + i * stride + scale * list[first + i * step]] += from[i];
    }
  }
}
