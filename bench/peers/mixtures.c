/*
 * W8's mixtures of Gaussians, with derivatives written by hand: see by_hand.c.
 *
 * The logarithmic posterior of a mixture with full covariances, from ADBench. The inverse L of each covariance's Cholesky factor is
 * given by its log-diagonal, then by its strictly lower triangle, column after column. With y = L (x - mean), component c says
 * alpha[c] + sum of the log-diagonal - |y|²/2 about a point; the posterior sums the logarithms of the sums of their exponentials.
 *
 * Eight points lie side by side in a vector, so all loops over points are vector code, and the factor's triangle is read as it lies.
 */
#include "common.h"

enum { LANES = 8, MOST_D = 32, MOST_K = 64, POINTS = 1000, BLOCKS = POINTS / LANES, MOST_LOWER = MOST_D * (MOST_D - 1) / 2 };

typedef double Lanes __attribute__((vector_size(LANES * sizeof(double))));

typedef struct {
  int d;
  int k;
  double *alphas;
  double *means;
  double *factors;
  double *x;
  double *of_alphas;
  double *of_means;
  double *of_factors;
  double constant;
  double value;
} Mixture;

extern volatile double sink;

/* The points, blocks of eight: points[q·d + j][l] is coordinate j of point 8·q + l. */
static Lanes points[BLOCKS * MOST_D];

/* What component c says about block q: the exponent, later its share of the sum of exponentials. */
static Lanes shares[MOST_K * BLOCKS];

static double diagonals[MOST_K * MOST_D];

static inline int parameters(const Mixture *p) {
  return p->d * (p->d + 1) / 2;
}

static inline double total(const Lanes *a) {
  double sum = 0;
  for (int l = 0; l < LANES; l++) {
    sum += (*a)[l];
  }
  return sum;
}

static inline void lay_out(const Mixture *p) {
  const int d = p->d;
  for (int q = 0; q < BLOCKS; q++) {
    for (int j = 0; j < d; j++) {
      for (int l = 0; l < LANES; l++) {
        points[q * d + j][l] = p->x[(size_t)(q * LANES + l) * d + j];
      }
    }
  }
}

/* z = x - mean and y = L z, for a block of points. */
static inline void scaled(int d, const Lanes *x, const double *mean, const double *diagonal, const double *lower, Lanes *z, Lanes *y) {
  for (int j = 0; j < d; j++) {
    z[j] = x[j] - mean[j];
    y[j] = diagonal[j] * z[j];
  }
  for (int i = 0; i < d; i++) {
    for (int j = i + 1; j < d; j++) {
      y[j] += *lower++ * z[i];
    }
  }
}

static inline void exponents(const Mixture *p) {
  const int d = p->d;
  for (int c = 0; c < p->k; c++) {
    const double *factor = p->factors + c * parameters(p);
    double *diagonal = diagonals + c * d;
    double base = p->alphas[c];
    for (int j = 0; j < d; j++) {
      base += factor[j];
      diagonal[j] = exp(factor[j]);
    }
    for (int q = 0; q < BLOCKS; q++) {
      Lanes z[MOST_D];
      Lanes y[MOST_D];
      scaled(d, points + q * d, p->means + c * d, diagonal, factor + d, z, y);
      Lanes square = y[0] * y[0];
      for (int j = 1; j < d; j++) {
        square += y[j] * y[j];
      }
      shares[c * BLOCKS + q] = base - 0.5 * square;
    }
  }
}

/* The sum over points of log(sum of exp(exponent)); with the gradient wanted, exponents become shares. */
static inline double log_sums(const Mixture *p, int gradient) {
  double *m = (double *)shares;
  double sum = 0;
  for (int i = 0; i < POINTS; i += LANES) {
    double most[LANES];
    double sums[LANES];
    for (int l = 0; l < LANES; l++) {
      most[l] = m[i + l];
      sums[l] = 0;
    }
    for (int c = 1; c < p->k; c++) {
      for (int l = 0; l < LANES; l++) {
        double t = m[c * POINTS + i + l];
        most[l] = t > most[l] ? t : most[l];
      }
    }
    for (int c = 0; c < p->k; c++) {
      for (int l = 0; l < LANES; l++) {
        double t = exp(m[c * POINTS + i + l] - most[l]);
        m[c * POINTS + i + l] = t;
        sums[l] += t;
      }
    }
    for (int l = 0; l < LANES; l++) {
      sum += most[l] + log(sums[l]);
    }
    if (gradient) {
      for (int c = 0; c < p->k; c++) {
        for (int l = 0; l < LANES; l++) {
          m[c * POINTS + i + l] /= sums[l];
        }
      }
    }
  }
  return sum;
}

/* The gradient of log_sums: y is computed again, which is cheaper than to keep it for all components and points. */
static inline void slopes(Mixture *p) {
  static Lanes of_lower[MOST_LOWER];
  static Lanes of_diagonal[MOST_D];
  static Lanes of_mean[MOST_D];
  const int d = p->d;
  const int lowers = d * (d - 1) / 2;
  const Lanes zero = {0};
  for (int c = 0; c < p->k; c++) {
    const double *mean = p->means + c * d;
    const double *diagonal = diagonals + c * d;
    const double *lower = p->factors + c * parameters(p) + d;
    Lanes of_alpha = zero;
    for (int j = 0; j < lowers; j++) {
      of_lower[j] = zero;
    }
    for (int j = 0; j < d; j++) {
      of_diagonal[j] = zero;
      of_mean[j] = zero;
    }
    for (int q = 0; q < BLOCKS; q++) {
      Lanes z[MOST_D];
      Lanes y[MOST_D];
      Lanes share = shares[c * BLOCKS + q];
      of_alpha += share;
      scaled(d, points + q * d, mean, diagonal, lower, z, y);
      for (int j = 0; j < d; j++) {
        y[j] *= share;
      }
      const double *at = lower;
      Lanes *of_at = of_lower;
      for (int i = 0; i < d; i++) {
        Lanes of_z = diagonal[i] * y[i];
        of_diagonal[i] += of_z * z[i];
        for (int j = i + 1; j < d; j++) {
          *of_at++ += y[j] * z[i];
          of_z += *at++ * y[j];
        }
        of_mean[i] += of_z;
      }
    }
    double *of_factor = p->of_factors + c * parameters(p);
    double share = total(&of_alpha);
    p->of_alphas[c] = share;
    for (int j = 0; j < d; j++) {
      p->of_means[c * d + j] = total(of_mean + j);
      of_factor[j] = share - total(of_diagonal + j);
    }
    for (int j = 0; j < lowers; j++) {
      of_factor[d + j] = -total(of_lower + j);
    }
  }
}

/* What depends on parameters alone: the weights' normalisation, and Wishart's prior with gamma = 1 and m = 0. */
static inline double prior(Mixture *p, int gradient) {
  const int d = p->d;
  const int count = parameters(p);
  const double *alphas = p->alphas;
  double most = alphas[0];
  for (int c = 1; c < p->k; c++) {
    most = alphas[c] > most ? alphas[c] : most;
  }
  double sum = 0;
  for (int c = 0; c < p->k; c++) {
    sum += exp(alphas[c] - most);
  }
  double weight = most + log(sum);
  double squares = 0;
  for (int c = 0; c < p->k; c++) {
    const double *diagonal = diagonals + c * d;
    const double *factor = p->factors + c * count;
    for (int j = 0; j < d; j++) {
      squares += diagonal[j] * diagonal[j];
    }
    for (int j = d; j < count; j++) {
      squares += factor[j] * factor[j];
    }
    if (gradient) {
      double *of_factor = p->of_factors + c * count;
      p->of_alphas[c] -= POINTS * exp(alphas[c] - weight);
      for (int j = 0; j < d; j++) {
        of_factor[j] += diagonal[j] * diagonal[j];
      }
      for (int j = d; j < count; j++) {
        of_factor[j] += factor[j];
      }
    }
  }
  return 0.5 * squares - POINTS * weight;
}

static inline double posterior(Mixture *p, int gradient) {
  lay_out(p);
  exponents(p);
  double sum = log_sums(p, gradient);
  if (gradient) {
    slopes(p);
  }
  return p->constant + sum + prior(p, gradient);
}

static void mixture_gradient(void *argument) {
  Mixture *p = argument;
  p->value = posterior(p, 1);
  sink = p->value;
}

static void mixture_function(void *argument) {
  sink = posterior(argument, 0);
}

/* The logarithm of the multivariate gamma function. */
static double log_gamma(double a, int d) {
  double sum = d * (d - 1) * 0.25 * log(M_PI);
  for (int j = 1; j <= d; j++) {
    sum += lgamma(a + 0.5 * (1 - j));
  }
  return sum;
}

static double constant(int d, int k) {
  int freedom = d + 1;
  double wishart = -freedom * d * 0.5 * log(2) - log_gamma(0.5 * freedom, d);
  return -POINTS * d * 0.5 * log(2 * M_PI) - k * wishart;
}

static void mixture_case(const char *name, int d, int k) {
  Case about = {"W8", name, POINTS, "f64"};
  if (!wanted(about)) {
    return;
  }
  int count = d * (d + 1) / 2;
  Mixture p = {
      .d = d,
      .k = k,
      .alphas = symmetric(30, 1, k),
      .means = symmetric(31, 1, k * d),
      .factors = symmetric(32, 0.5, k * count),
      .x = symmetric(33, 2, POINTS * d),
      .of_alphas = array(k),
      .of_means = array(k * d),
      .of_factors = array(k * count),
      .constant = constant(d, k),
  };
  Times gradient = timed(mixture_gradient, &p);
  Times function = timed(mixture_function, &p);
  Checksum sum = {0};
  add_all(&sum, p.of_alphas, k);
  add_all(&sum, p.of_means, k * d);
  add_all(&sum, p.of_factors, k * count);
  print_line(about, gradient, function, p.value, sum);
  double *all[] = {p.alphas, p.means, p.factors, p.x, p.of_alphas, p.of_means, p.of_factors};
  for (int i = 0; i < 7; i++) {
    free(all[i]);
  }
}

void mixtures(void) {
  mixture_case("gmm-d10-k5", 10, 5);
  mixture_case("gmm-d20-k25", 20, 25);
}
