package org.cotangent.kernel;

/// The rule of Gauss and Legendre on `[0, 1]`, computed by Newton's method on the polynomial's recurrence: W. H. Press et al.,
/// "Numerical Recipes" (2007), section 4.6.
final class GaussLegendre {
  /// Enough for `exp(−50s)` and `exp(−50s²)`, times powers of s, to the last digit.
  private static final int COUNT = 48;

  static final double[] NODES = new double[COUNT];
  static final double[] WEIGHTS = new double[COUNT];

  static {
    for (int i = 0; i < COUNT; i++) {
      double x = Math.cos(Math.PI * (i + 0.75) / (COUNT + 0.5));
      double slope = 1;
      for (int step = 0; step < 6; step++) {
        double before = 1;
        double value = x;
        for (int n = 2; n <= COUNT; n++) {
          double next = ((2 * n - 1) * x * value - (n - 1) * before) / n;
          before = value;
          value = next;
        }
        slope = COUNT * (x * value - before) / (x * x - 1);
        x -= value / slope;
      }
      NODES[i] = 0.5 * (1 - x);
      WEIGHTS[i] = 1 / ((1 - x * x) * slope * slope);
    }
  }

  private GaussLegendre() {}
}
