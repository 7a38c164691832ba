/*
 * Workloads W1 to W9 with derivatives that were written by hand: what a machine can do, for the column "ours / C".
 *
 * usage: by_hand W1 W2 ...            of W1, W2, W3, W4, W6, W8 (mixtures, in mixtures.c), W9 (Lotka-Volterra)
 *
 * Each workload has a function that writes value and gradient into memory that is there already, and one that computes the value
 * alone. The workloads share nothing but common.h and can be read one by one. README.md beside this file has the two ways to compile
 * them.
 */
#include "common.h"

void mixtures(void);

/* What is stored here is computed: no compiler may leave out a call whose result nobody else reads. */
volatile double sink;

/* ---- W1: (x·y + c)·c + x. The arguments are volatile, or gcc would compute the result once and for all. */

static volatile double seed_x = 0.9;
static volatile double seed_y = 0.4;
static volatile double seed_c = 1.3;
static double seed_value;
static double seed_slopes[3];

static void seed_gradient(void *nothing) {
  (void)nothing;
  double x = seed_x;
  double y = seed_y;
  double c = seed_c;
  double t = x * y + c;
  seed_value = t * c + x;
  seed_slopes[0] = y * c + 1;
  seed_slopes[1] = x * c;
  seed_slopes[2] = t + c;
  sink = seed_value;
}

static void seed_function(void *nothing) {
  (void)nothing;
  double x = seed_x;
  double y = seed_y;
  double c = seed_c;
  sink = (x * y + c) * c + x;
}

static void seed(void) {
  Case about = {"W1", "seed", 3, "f64"};
  if (!wanted(about)) {
    return;
  }
  Times gradient = timed(seed_gradient, NULL);
  Times function = timed(seed_function, NULL);
  Checksum sum = {0};
  add_all(&sum, seed_slopes, 3);
  print_line(about, gradient, function, seed_value, sum);
}

/* ---- W2: sum of 100 (x[i+1] - x[i]²)² + (1 - x[i])². In C a vector and a loop over numbers are the same program. */

typedef struct {
  int n;
  double *x;
  double *g;
  double value;
} Rosenbrock;

static void rosenbrock_gradient(void *argument) {
  Rosenbrock *p = argument;
  int n = p->n;
  const double *restrict x = p->x;
  double *restrict g = p->g;
  double v = 0;
  for (int i = 0; i < n; i++) {
    g[i] = 0;
  }
  for (int i = 0; i < n - 1; i++) {
    double t = x[i + 1] - x[i] * x[i];
    double u = 1 - x[i];
    v += 100 * t * t + u * u;
    g[i] += -400 * x[i] * t - 2 * u;
    g[i + 1] += 200 * t;
  }
  p->value = v;
  sink = v;
}

static void rosenbrock_function(void *argument) {
  Rosenbrock *p = argument;
  const double *x = p->x;
  double v = 0;
  for (int i = 0; i < p->n - 1; i++) {
    double t = x[i + 1] - x[i] * x[i];
    double u = 1 - x[i];
    v += 100 * t * t + u * u;
  }
  sink = v;
}

static void rosenbrock_case(const char *name, int n) {
  Case about = {"W2", name, n, "f64"};
  if (!wanted(about)) {
    return;
  }
  Rosenbrock p = {n, symmetric(2, 1.2, n), array(n), 0};
  Times gradient = timed(rosenbrock_gradient, &p);
  Times function = timed(rosenbrock_function, &p);
  Checksum sum = {0};
  add_all(&sum, p.g, n);
  print_line(about, gradient, function, p.value, sum);
  free(p.x);
  free(p.g);
}

static void rosenbrock(void) {
  rosenbrock_case("vec", 2);
  rosenbrock_case("vec", 10);
  rosenbrock_case("vec", 1000);
  rosenbrock_case("unrolled", 10);
  rosenbrock_case("unrolled", 100);
}

/* ---- W3: a thousand operations in a row, y·x, y + x and sin y in turns. Of a vector: one number after the other. */

enum { STEPS = 1000, CHAINS = 8 };

static int chains;
static volatile double chain_x[CHAINS];
static double chain_slopes[CHAINS];
static double chain_value;

/* The reverse sweep: what each step read is kept on the way forward. */
static double chain_with_slope(double x, double *slope) {
  double read[STEPS];
  double y = x;
  for (int k = 0; k < STEPS; k++) {
    read[k] = y;
    y = k % 3 == 0 ? y * x : k % 3 == 1 ? y + x : sin(y);
  }
  double of_y = 1;
  double of_x = 0;
  for (int k = STEPS - 1; k >= 0; k--) {
    if (k % 3 == 0) {
      of_x += of_y * read[k];
      of_y *= x;
    } else if (k % 3 == 1) {
      of_x += of_y;
    } else {
      of_y *= cos(read[k]);
    }
  }
  *slope = of_y + of_x;
  return y;
}

static double chain_alone(double x) {
  double y = x;
  for (int k = 0; k < STEPS; k++) {
    y = k % 3 == 0 ? y * x : k % 3 == 1 ? y + x : sin(y);
  }
  return y;
}

static void chain_gradient(void *nothing) {
  (void)nothing;
  double v = 0;
  for (int i = 0; i < chains; i++) {
    v += chain_with_slope(chain_x[i], chain_slopes + i);
  }
  chain_value = v;
  sink = v;
}

static void chain_function(void *nothing) {
  (void)nothing;
  double v = 0;
  for (int i = 0; i < chains; i++) {
    v += chain_alone(chain_x[i]);
  }
  sink = v;
}

static void chain_case(const char *name) {
  Case about = {"W3", name, STEPS, "f64"};
  if (!wanted(about)) {
    return;
  }
  Times gradient = timed(chain_gradient, NULL);
  Times function = timed(chain_function, NULL);
  Checksum sum = {0};
  add_all(&sum, chain_slopes, chains);
  print_line(about, gradient, function, chain_value, sum);
}

static void chain(void) {
  chains = 1;
  chain_x[0] = 0.7;
  chain_case("scalar");
  chains = CHAINS;
  for (int i = 0; i < CHAINS; i++) {
    chain_x[i] = 0.5 + 0.05 * i;
  }
  chain_case("vec8");
}

/* ---- W4: mean of softplus(-y·(X w)), row by row, so that X is read once. A plain loop, no library. */

typedef struct {
  int n;
  int d;
  double *x;
  double *y;
  double *w;
  double *g;
  double value;
} Logistic;

static void logistic_gradient(void *argument) {
  Logistic *p = argument;
  int n = p->n;
  int d = p->d;
  const double *restrict w = p->w;
  double *restrict g = p->g;
  double v = 0;
  for (int j = 0; j < d; j++) {
    g[j] = 0;
  }
  for (int i = 0; i < n; i++) {
    const double *restrict x = p->x + (size_t)i * d;
    double m = 0;
    for (int j = 0; j < d; j++) {
      m += x[j] * w[j];
    }
    double z = -p->y[i] * m;
    double e = exp(-fabs(z));
    v += (z > 0 ? z : 0) + log1p(e);
    double c = (z > 0 ? 1 / (1 + e) : e / (1 + e)) * -p->y[i];
    for (int j = 0; j < d; j++) {
      g[j] += c * x[j];
    }
  }
  for (int j = 0; j < d; j++) {
    g[j] /= n;
  }
  p->value = v / n;
  sink = v;
}

static void logistic_function(void *argument) {
  Logistic *p = argument;
  int n = p->n;
  int d = p->d;
  const double *restrict w = p->w;
  double v = 0;
  for (int i = 0; i < n; i++) {
    const double *restrict x = p->x + (size_t)i * d;
    double m = 0;
    for (int j = 0; j < d; j++) {
      m += x[j] * w[j];
    }
    double z = -p->y[i] * m;
    v += (z > 0 ? z : 0) + log1p(exp(-fabs(z)));
  }
  sink = v / n;
}

static void logistic_case(const char *name, int n, int d) {
  Case about = {"W4", name, n, "f64"};
  if (!wanted(about)) {
    return;
  }
  Logistic p = {n, d, symmetric(4, 1, (size_t)n * d), array(n), symmetric(6, 0.1, d), array(d), 0};
  for (int i = 0; i < n; i++) {
    p.y[i] = uniform(5, i) < 0.5 ? -1 : 1;
  }
  Times gradient = timed(logistic_gradient, &p);
  Times function = timed(logistic_function, &p);
  Checksum sum = {0};
  add_all(&sum, p.g, d);
  print_line(about, gradient, function, p.value, sum);
  free(p.x);
  free(p.y);
  free(p.w);
  free(p.g);
}

static void logistic(void) {
  logistic_case("100x10", 100, 10);
  logistic_case("10000x100", 10000, 100);
}

/*
 * ---- W6: sum of tanh(a·b + exp(-a·a)), in both precisions, one loop for value and gradient. The pragma counts with -fopenmp only;
 * together with -Ofast gcc then calls its library of vector mathematics.
 */

#define FUSED(REAL, SUFFIX, EXP, TANH)                                                                        \
  typedef struct {                                                                                            \
    long n;                                                                                                   \
    REAL *a;                                                                                                  \
    REAL *b;                                                                                                  \
    REAL *of_a;                                                                                               \
    REAL *of_b;                                                                                               \
    double value;                                                                                             \
  } Fused_##SUFFIX;                                                                                           \
                                                                                                              \
  static void fused_gradient_##SUFFIX(void *argument) {                                                       \
    Fused_##SUFFIX *p = argument;                                                                             \
    const REAL *restrict a = p->a;                                                                            \
    const REAL *restrict b = p->b;                                                                            \
    REAL *restrict of_a = p->of_a;                                                                            \
    REAL *restrict of_b = p->of_b;                                                                            \
    double v = 0;                                                                                             \
    _Pragma("omp parallel for simd reduction(+:v) schedule(static) if(parallel: p->n >= 20000)")              \
    for (long i = 0; i < p->n; i++) {                                                                         \
      REAL x = a[i];                                                                                          \
      REAL y = b[i];                                                                                          \
      REAL e = EXP(-x * x);                                                                                   \
      REAL t = TANH(x * y + e);                                                                               \
      REAL d = 1 - t * t;                                                                                     \
      v += t;                                                                                                 \
      of_a[i] = d * (y - 2 * x * e);                                                                          \
      of_b[i] = d * x;                                                                                        \
    }                                                                                                         \
    p->value = v;                                                                                             \
    sink = v;                                                                                                 \
  }                                                                                                           \
                                                                                                              \
  static void fused_function_##SUFFIX(void *argument) {                                                       \
    Fused_##SUFFIX *p = argument;                                                                             \
    const REAL *restrict a = p->a;                                                                            \
    const REAL *restrict b = p->b;                                                                            \
    double v = 0;                                                                                             \
    _Pragma("omp parallel for simd reduction(+:v) schedule(static) if(parallel: p->n >= 20000)")              \
    for (long i = 0; i < p->n; i++) {                                                                         \
      v += TANH(a[i] * b[i] + EXP(-a[i] * a[i]));                                                             \
    }                                                                                                         \
    sink = v;                                                                                                 \
  }                                                                                                           \
                                                                                                              \
  static void fused_##SUFFIX(long n) {                                                                        \
    Case about = {"W6", "fused", n, #SUFFIX};                                                                 \
    if (!wanted(about)) {                                                                                     \
      return;                                                                                                 \
    }                                                                                                         \
    REAL *memory = calloc(4 * n, sizeof(REAL));                                                               \
    if (memory == NULL) {                                                                                     \
      fprintf(stderr, "no memory for %ld numbers\n", 4 * n);                                                  \
      exit(1);                                                                                                \
    }                                                                                                         \
    Fused_##SUFFIX p = {n, memory, memory + n, memory + 2 * n, memory + 3 * n, 0};                            \
    for (long i = 0; i < n; i++) {                                                                            \
      p.a[i] = 2 * uniform(8, i) - 1;                                                                         \
      p.b[i] = 2 * uniform(9, i) - 1;                                                                         \
    }                                                                                                         \
    Times gradient = timed(fused_gradient_##SUFFIX, &p);                                                      \
    Times function = timed(fused_function_##SUFFIX, &p);                                                      \
    Checksum sum = {0};                                                                                       \
    for (long i = 0; i < 2 * n; i++) {                                                                        \
      add(&sum, p.of_a[i]);                                                                                   \
    }                                                                                                         \
    print_line(about, gradient, function, p.value, sum);                                                      \
    free(memory);                                                                                             \
  }

FUSED(double, f64, exp, tanh)
FUSED(float, f32, expf, tanhf)

static void fused(void) {
  for (long n = 1000; n <= 10000000; n *= 100) {
    fused_f64(n);
    fused_f32(n);
  }
}

/*
 * ---- W9: x' = a·x - b·x·y, y' = d·x·y - c·y, a thousand steps of the classical Runge-Kutta method, and their adjoint, which
 * computes the stages of each step again from where the step began.
 */

enum { TIMES = 1000 };

static const double STEP = 0.01;

typedef struct {
  double a;
  double b;
  double c;
  double d;
} Rates;

typedef struct {
  double x;
  double y;
} Populations;

/* Where each of the four slopes is taken, and the slopes. */
typedef struct {
  Populations at[4];
  Populations slope[4];
} Stages;

static volatile double given_rates[4] = {1.5, 1, 3, 1};
static double rates_slopes[4];
static double populations_value;
static double history_x[TIMES];
static double history_y[TIMES];

static inline Rates rates(void) {
  return (Rates){given_rates[0], given_rates[1], given_rates[2], given_rates[3]};
}

static inline Populations slope(Rates p, Populations u) {
  return (Populations){p.a * u.x - p.b * u.x * u.y, p.d * u.x * u.y - p.c * u.y};
}

static inline Populations moved(Populations u, double time, Populations slope) {
  return (Populations){u.x + time * slope.x, u.y + time * slope.y};
}

static inline Stages stages(Rates p, Populations u) {
  Stages s;
  s.at[0] = u;
  s.slope[0] = slope(p, s.at[0]);
  s.at[1] = moved(u, 0.5 * STEP, s.slope[0]);
  s.slope[1] = slope(p, s.at[1]);
  s.at[2] = moved(u, 0.5 * STEP, s.slope[1]);
  s.slope[2] = slope(p, s.at[2]);
  s.at[3] = moved(u, STEP, s.slope[2]);
  s.slope[3] = slope(p, s.at[3]);
  return s;
}

static inline double forward(Rates p, int keep) {
  Populations u = {1, 1};
  for (int i = 0; i < TIMES; i++) {
    if (keep) {
      history_x[i] = u.x;
      history_y[i] = u.y;
    }
    Stages s = stages(p, u);
    const Populations *k = s.slope;
    u.x += STEP / 6 * (k[0].x + 2 * k[1].x + 2 * k[2].x + k[3].x);
    u.y += STEP / 6 * (k[0].y + 2 * k[1].y + 2 * k[2].y + k[3].y);
  }
  return u.x + u.y;
}

/* The transpose of the derivative of slope(p, u), at ct: adds to the rates' cotangents, returns the populations'. */
static inline Populations pull_back(Rates p, Populations u, Populations ct, Rates *of) {
  double product = u.x * u.y;
  of->a += ct.x * u.x;
  of->b -= ct.x * product;
  of->d += ct.y * product;
  of->c -= ct.y * u.y;
  return (Populations){
      ct.x * (p.a - p.b * u.y) + ct.y * p.d * u.y,
      -ct.x * p.b * u.x + ct.y * (p.d * u.x - p.c),
  };
}

static void populations_gradient(void *nothing) {
  (void)nothing;
  Rates p = rates();
  populations_value = forward(p, 1);
  Rates of = {0, 0, 0, 0};
  Populations ct = {1, 1};
  for (int i = TIMES - 1; i >= 0; i--) {
    Stages s = stages(p, (Populations){history_x[i], history_y[i]});
    Populations sixth = {STEP / 6 * ct.x, STEP / 6 * ct.y};
    Populations twice = {2 * sixth.x, 2 * sixth.y};
    Populations back = pull_back(p, s.at[3], sixth, &of);
    ct = moved(ct, 1, back);
    back = pull_back(p, s.at[2], moved(twice, STEP, back), &of);
    ct = moved(ct, 1, back);
    back = pull_back(p, s.at[1], moved(twice, 0.5 * STEP, back), &of);
    ct = moved(ct, 1, back);
    back = pull_back(p, s.at[0], moved(sixth, 0.5 * STEP, back), &of);
    ct = moved(ct, 1, back);
  }
  rates_slopes[0] = of.a;
  rates_slopes[1] = of.b;
  rates_slopes[2] = of.c;
  rates_slopes[3] = of.d;
  sink = of.a;
}

static void populations_function(void *nothing) {
  (void)nothing;
  sink = forward(rates(), 0);
}

static void populations(void) {
  Case about = {"W9", "lotka-volterra-rk4", TIMES, "f64"};
  if (!wanted(about)) {
    return;
  }
  Times gradient = timed(populations_gradient, NULL);
  Times function = timed(populations_function, NULL);
  Checksum sum = {0};
  add_all(&sum, rates_slopes, 4);
  print_line(about, gradient, function, populations_value, sum);
}

/* ---- Which of them. */

static const struct {
  const char *name;
  void (*run)(void);
} WORKLOADS[] = {
    {"W1", seed}, {"W2", rosenbrock}, {"W3", chain}, {"W4", logistic}, {"W6", fused}, {"W8", mixtures}, {"W9", populations},
};

enum { COUNT = sizeof WORKLOADS / sizeof WORKLOADS[0] };

int main(int count, char **names) {
  for (int i = 1; i < count; i++) {
    int k = 0;
    while (k < COUNT && strcmp(names[i], WORKLOADS[k].name) != 0) {
      k++;
    }
    if (k == COUNT) {
      fprintf(stderr, "there is no %s in C, only W1, W2, W3, W4, W6, W8 and W9\n", names[i]);
      return 2;
    }
    WORKLOADS[k].run();
  }
  return 0;
}
