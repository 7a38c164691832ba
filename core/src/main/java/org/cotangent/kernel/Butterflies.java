package org.cotangent.kernel;

/// One pass of a [MixedRadix] transform, from a panel into its room: sums with the p-th roots of unity, for p = 2, 3, 4, 5 written out.
///
/// The inner loops run over neighbours, so that they become vector instructions.
final class Butterflies {
  private static final double SIN_60 = 0.86602540378443864676;
  private static final double COS_72 = 0.30901699437494742410;
  private static final double COS_144 = -0.80901699437494742410;
  private static final double SIN_72 = 0.95105651629515357212;
  private static final double SIN_144 = 0.58778525229247312917;

  private final double[] xr;
  private final double[] xi;
  private final double[] yr;
  private final double[] yi;
  private final double[] cos;
  private final double[] sin;
  private final int m;
  private final int s;
  private final int step;

  /// A pass over `m` groups, `s` apart; its roots are every `step`-th.
  Butterflies(Panel panel, Roots roots, int m, int s, int step) {
    xr = panel.re;
    xi = panel.im;
    yr = panel.spareRe;
    yi = panel.spareIm;
    cos = roots.cos;
    sin = roots.sin;
    this.m = m;
    this.s = s;
    this.step = step;
  }

  void two() {
    int apart = s * m;
    for (int k = 0; k < m; k++) {
      double c1 = cos[k * step];
      double s1 = sin[k * step];
      int in = s * k;
      int out = 2 * s * k;
      for (int q = 0; q < s; q++) {
        double ar = xr[in + q];
        double ai = xi[in + q];
        double br = xr[in + apart + q];
        double bi = xi[in + apart + q];
        yr[out + q] = ar + br;
        yi[out + q] = ai + bi;
        double dr = ar - br;
        double di = ai - bi;
        yr[out + s + q] = dr * c1 + di * s1;
        yi[out + s + q] = di * c1 - dr * s1;
      }
    }
  }

  void three() {
    int apart = s * m;
    for (int k = 0; k < m; k++) {
      double c1 = cos[k * step];
      double s1 = sin[k * step];
      double c2 = cos[2 * k * step];
      double s2 = sin[2 * k * step];
      int in = s * k;
      int out = 3 * s * k;
      for (int q = 0; q < s; q++) {
        double ar = xr[in + q];
        double ai = xi[in + q];
        double br = xr[in + apart + q];
        double bi = xi[in + apart + q];
        double cr = xr[in + 2 * apart + q];
        double ci = xi[in + 2 * apart + q];
        double pr = br + cr;
        double pi = bi + ci;
        double mr = (br - cr) * SIN_60;
        double mi = (bi - ci) * SIN_60;
        double hr = ar - 0.5 * pr;
        double hi = ai - 0.5 * pi;
        yr[out + q] = ar + pr;
        yi[out + q] = ai + pi;
        double ur = hr + mi;
        double ui = hi - mr;
        double vr = hr - mi;
        double vi = hi + mr;
        yr[out + s + q] = ur * c1 + ui * s1;
        yi[out + s + q] = ui * c1 - ur * s1;
        yr[out + 2 * s + q] = vr * c2 + vi * s2;
        yi[out + 2 * s + q] = vi * c2 - vr * s2;
      }
    }
  }

  void four() {
    int apart = s * m;
    for (int k = 0; k < m; k++) {
      double c1 = cos[k * step];
      double s1 = sin[k * step];
      double c2 = cos[2 * k * step];
      double s2 = sin[2 * k * step];
      double c3 = cos[3 * k * step];
      double s3 = sin[3 * k * step];
      int in = s * k;
      int out = 4 * s * k;
      for (int q = 0; q < s; q++) {
        double ar = xr[in + q];
        double ai = xi[in + q];
        double br = xr[in + apart + q];
        double bi = xi[in + apart + q];
        double cr = xr[in + 2 * apart + q];
        double ci = xi[in + 2 * apart + q];
        double dr = xr[in + 3 * apart + q];
        double di = xi[in + 3 * apart + q];
        double pr = ar + cr;
        double pi = ai + ci;
        double mr = ar - cr;
        double mi = ai - ci;
        double rr = br + dr;
        double ri = bi + di;
        double tr = br - dr;
        double ti = bi - di;
        yr[out + q] = pr + rr;
        yi[out + q] = pi + ri;
        double ur = mr + ti;
        double ui = mi - tr;
        yr[out + s + q] = ur * c1 + ui * s1;
        yi[out + s + q] = ui * c1 - ur * s1;
        double vr = pr - rr;
        double vi = pi - ri;
        yr[out + 2 * s + q] = vr * c2 + vi * s2;
        yi[out + 2 * s + q] = vi * c2 - vr * s2;
        double wr = mr - ti;
        double wi = mi + tr;
        yr[out + 3 * s + q] = wr * c3 + wi * s3;
        yi[out + 3 * s + q] = wi * c3 - wr * s3;
      }
    }
  }

  void five() {
    int apart = s * m;
    for (int k = 0; k < m; k++) {
      int in = s * k;
      int out = 5 * s * k;
      for (int q = 0; q < s; q++) {
        int at = in + q;
        double ar = xr[at];
        double ai = xi[at];
        double pr = xr[at + apart] + xr[at + 4 * apart];
        double pi = xi[at + apart] + xi[at + 4 * apart];
        double mr = xr[at + apart] - xr[at + 4 * apart];
        double mi = xi[at + apart] - xi[at + 4 * apart];
        double rr = xr[at + 2 * apart] + xr[at + 3 * apart];
        double ri = xi[at + 2 * apart] + xi[at + 3 * apart];
        double tr = xr[at + 2 * apart] - xr[at + 3 * apart];
        double ti = xi[at + 2 * apart] - xi[at + 3 * apart];
        yr[out + q] = ar + pr + rr;
        yi[out + q] = ai + pi + ri;
        double er = ar + COS_72 * pr + COS_144 * rr;
        double ei = ai + COS_72 * pi + COS_144 * ri;
        double fr = SIN_72 * mi + SIN_144 * ti;
        double fi = SIN_72 * mr + SIN_144 * tr;
        double gr = ar + COS_144 * pr + COS_72 * rr;
        double gi = ai + COS_144 * pi + COS_72 * ri;
        double hr = SIN_144 * mi - SIN_72 * ti;
        double hi = SIN_144 * mr - SIN_72 * tr;
        put(out + s + q, k * step, er + fr, ei - fi);
        put(out + 2 * s + q, 2 * k * step, gr + hr, gi - hi);
        put(out + 3 * s + q, 3 * k * step, gr - hr, gi + hi);
        put(out + 4 * s + q, 4 * k * step, er - fr, ei + fi);
      }
    }
  }

  /// Any odd p; `unit` is the place of the first p-th root.
  void prime(int p, int unit) {
    int apart = s * m;
    int half = (p - 1) / 2;
    double[] plusRe = new double[half];
    double[] plusIm = new double[half];
    double[] minusRe = new double[half];
    double[] minusIm = new double[half];
    for (int k = 0; k < m; k++) {
      for (int q = 0; q < s; q++) {
        int in = s * k + q;
        int out = p * s * k + q;
        double sumRe = xr[in];
        double sumIm = xi[in];
        for (int j = 0; j < half; j++) {
          int a = in + (j + 1) * apart;
          int b = in + (p - 1 - j) * apart;
          plusRe[j] = xr[a] + xr[b];
          plusIm[j] = xi[a] + xi[b];
          minusRe[j] = xr[a] - xr[b];
          minusIm[j] = xi[a] - xi[b];
          sumRe += plusRe[j];
          sumIm += plusIm[j];
        }
        yr[out] = sumRe;
        yi[out] = sumIm;
        for (int l = 1; l <= half; l++) {
          double er = xr[in];
          double ei = xi[in];
          double fr = 0;
          double fi = 0;
          int power = 0;
          for (int j = 0; j < half; j++) {
            power += l;
            if (power >= p) {
              power -= p;
            }
            double c = cos[power * unit];
            double t = sin[power * unit];
            er += c * plusRe[j];
            ei += c * plusIm[j];
            fr += t * minusIm[j];
            fi += t * minusRe[j];
          }
          put(out + l * s, l * k * step, er + fr, ei - fi);
          put(out + (p - l) * s, (p - l) * k * step, er - fr, ei + fi);
        }
      }
    }
  }

  /// Stores `a + ib` times the conjugate of a root.
  private void put(int at, int root, double a, double b) {
    double c = cos[root];
    double t = sin[root];
    yr[at] = a * c + b * t;
    yi[at] = b * c - a * t;
  }
}
