package org.cotangent.solve;

/// An explicit Runge–Kutta method with a continuous extension: `kᵢ = f(t + cᵢ h, y + h Σ aᵢⱼ kⱼ)`, and inside of the step
/// `y(θ) = y + h Σ bⱼ(θ) kⱼ`. The last stage is the first of the next step, taken at the end: `a` of the last stage are the weights.
///
/// @param a the coefficients of each stage but the first
/// @param c the nodes
/// @param error the weights of the error estimate
/// @param dense the polynomials `bⱼ`: coefficients of `θ, θ², …`
/// @param order of the error estimate, plus 1
record Tableau(double[][] a, double[] c, double[] error, double[][] dense, int order) {
  /// Dormand and Prince, J. Comput. Appl. Math. 6 (1980), order 5 with an estimate of order 4. Continuous extension of order 4: Shampine;
  /// Hairer, Nørsett and Wanner, *Solving Ordinary Differential Equations I*, II.6.
  static final Tableau DORMAND_PRINCE = dormandPrince();

  /// Tsitouras, Comput. Math. Appl. 62 (2011), order 5 with an estimate of order 4 and a continuous extension of order 4.
  static final Tableau TSITOURAS = tsitouras();

  int stages() {
    return c.length;
  }

  private static Tableau dormandPrince() {
    double[] b = {35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84, 0};
    double[][] a = {
      {1.0 / 5},
      {3.0 / 40, 9.0 / 40},
      {44.0 / 45, -56.0 / 15, 32.0 / 9},
      {19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729},
      {9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656},
      {b[0], b[1], b[2], b[3], b[4], b[5]}
    };
    double[] c = {0, 1.0 / 5, 3.0 / 10, 4.0 / 5, 8.0 / 9, 1, 1};
    double[] error = {
      71.0 / 57600, 0, -71.0 / 16695, 71.0 / 1920, -17253.0 / 339200, 22.0 / 525, -1.0 / 40
    };
    double[] d = {
      -12715105075.0 / 11282082432.0,
      0,
      87487479700.0 / 32700410799.0,
      -10690763975.0 / 1880347072.0,
      701980252875.0 / 199316789632.0,
      -1453857185.0 / 822651844.0,
      69997945.0 / 29380423.0
    };
    double[][] dense = new double[7][];
    for (int j = 0; j < 7; j++) {
      double first = j == 0 ? 1 : 0;
      double last = j == 6 ? 1 : 0;
      // θ b + θ(1 − θ)(first − b) + θ²(1 − θ)(2b − first − last) + θ²(1 − θ)² d
      double bend = first - b[j];
      double turn = 2 * b[j] - first - last;
      dense[j] = new double[] {b[j] + bend, turn - bend + d[j], -turn - 2 * d[j], d[j]};
    }
    return new Tableau(a, c, error, dense, 5);
  }

  private static Tableau tsitouras() {
    double[][] a = {
      {0.161},
      {-0.008480655492356989, 0.335480655492357},
      {2.8971530571054935, -6.359448489975075, 4.3622954328695815},
      {5.325864828439257, -11.748883564062828, 7.4955393428898365, -0.09249506636175525},
      {
        5.86145544294642,
        -12.92096931784711,
        8.159367898576159,
        -0.071584973281401,
        -0.028269050394068383
      },
      {
        0.09646076681806523,
        0.01,
        0.4798896504144996,
        1.379008574103742,
        -3.290069515436081,
        2.324710524099774
      }
    };
    double[] c = {0, 0.161, 0.327, 0.9, 0.9800255409045097, 1, 1};
    double[] error = {
      0.00178001105222577714,
      0.0008164344596567469,
      -0.007880878010261995,
      0.1447110071732629,
      -0.5823571654525552,
      0.45808210592918697,
      -1.0 / 66
    };
    double[][] dense = {
      scaled(
          -1.0530884977290216,
          quartic(-1.3299890189751412, -1.4364028541716351, 0.7139816917074209)),
      scaled(0.1017, square(-2.1966568338249754, 1.2949852507374631)),
      scaled(2.490627285651252793, square(-2.38535645472061657, 1.57803468208092486)),
      scaled(-16.54810288924490272, roots(1.21712927295533244, 0.61620406037800089)),
      scaled(47.37952196281928122, roots(1.203071208372362603, 0.658047292653547382)),
      scaled(-34.87065786149660974, roots(1.2, 2.0 / 3)),
      scaled(2.5, roots(1, 0.6))
    };
    return new Tableau(a, c, error, dense, 5);
  }

  /// `θ(θ + p)(θ² + qθ + r)`.
  private static double[] quartic(double p, double q, double r) {
    return new double[] {p * r, r + p * q, q + p, 1};
  }

  /// `θ²(θ² + qθ + r)`.
  private static double[] square(double q, double r) {
    return new double[] {0, r, q, 1};
  }

  /// `θ²(θ − u)(θ − v)`.
  private static double[] roots(double u, double v) {
    return square(-u - v, u * v);
  }

  private static double[] scaled(double factor, double[] coefficients) {
    return Vectors.times(factor, coefficients);
  }
}
