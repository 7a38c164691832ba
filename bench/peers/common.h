/* What the workloads in C share: numbers, clock, checksums, the line of JSON. See README.md beside this file. */
#ifndef COMMON_H
#define COMMON_H

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Who the lines are by; another build names itself with -DPEER='"c-fast"'. */
#ifndef PEER
#define PEER "c-O3"
#endif

/* ---- Numbers: SplitMix64 by counter, the same bits as Data.java's. */

static inline double uniform(uint64_t stream, uint64_t i) {
  uint64_t z = (i + (stream << 32) + 1) * 0x9E3779B97F4A7C15ULL;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  z ^= z >> 31;
  return (double)(z >> 11) * 0x1p-53;
}

static inline double *array(size_t n) {
  double *result = malloc(n * sizeof(double));
  if (result == NULL) {
    fprintf(stderr, "no memory for %zu numbers\n", n);
    exit(1);
  }
  return result;
}

/* An array of numbers in -scale to scale. */
static inline double *symmetric(uint64_t stream, double scale, size_t n) {
  double *result = array(n);
  for (size_t i = 0; i < n; i++) {
    result[i] = scale * (2 * uniform(stream, i) - 1);
  }
  return result;
}

/* ---- What the environment says. */

static inline double budget(void) {
  const char *seconds = getenv("BENCH_BUDGET_S");
  return (seconds == NULL ? 0.6 : atof(seconds)) * 1e9;
}

static inline int threads(void) {
  const char *count = getenv("BENCH_THREADS");
  return count == NULL ? 1 : atoi(count);
}

typedef struct {
  const char *workload;
  const char *name;
  long n;
  const char *dtype;
} Case;

static inline int wanted(Case about) {
  const char *cases = getenv("BENCH_CASES");
  if (cases == NULL || *cases == '\0') {
    return 1;
  }
  char text[200];
  char list[1000];
  snprintf(text, sizeof text, "%s:%s:%ld:%s", about.workload, about.name, about.n, about.dtype);
  snprintf(list, sizeof list, "%s", cases);
  for (char *part = strtok(list, ","); part != NULL; part = strtok(NULL, ",")) {
    if (strstr(text, part) != NULL) {
      return 1;
    }
  }
  return 0;
}

/* ---- The clock. */

enum { MOST = 31, LEAST = 5 };

typedef struct {
  double first;
  double median;
  double min;
  int samples;
  long inner;
} Times;

static inline int64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

/* The volatile pointer hides from the compiler what is called: else it would move work of the call out of the loop. */
static inline double run(void (*call)(void *), void *argument, long times) {
  void (*volatile hidden)(void *) = call;
  void (*each)(void *) = hidden;
  int64_t start = now();
  for (long i = 0; i < times; i++) {
    each(argument);
  }
  return (double)(now() - start);
}

static inline int ascending(const void *a, const void *b) {
  double x = *(const double *)a;
  double y = *(const double *)b;
  return (x > y) - (x < y);
}

/* The median of samples of a millisecond or more, after warming up: pages, caches, the processor's clock. */
static inline Times timed(void (*call)(void *), void *argument) {
  Times result;
  double all = budget();
  result.first = run(call, argument, 1);
  double one = fmax(1, run(call, argument, 1));
  double warm_up = fmin(0.4 * all, 0.25e9);
  int64_t start = now();
  while ((double)(now() - start) < warm_up) {
    long block = (long)fmax(1, 2e5 / one);
    one = fmax(0.2, fmin(one, run(call, argument, block) / (double)block));
  }
  result.inner = (long)fmax(1, 1e6 / one);
  int count = (int)fmin(MOST, fmax(LEAST, all / (one * (double)result.inner)));
  double samples[MOST];
  double sum = 0;
  int n = 0;
  while (n < count && (n < 3 || sum <= 4 * all)) {
    double time = run(call, argument, result.inner);
    samples[n++] = time / (double)result.inner;
    sum += time;
  }
  qsort(samples, n, sizeof(double), ascending);
  result.samples = n;
  result.min = samples[0];
  result.median = (samples[n / 2] + samples[(n - 1) / 2]) / 2;
  return result;
}

/* ---- The line. */

/* Sum of g[i]·(i mod 7 + 1), and of its absolute values, over gradients one behind the other. */
typedef struct {
  double sum;
  double scale;
  size_t at;
} Checksum;

static inline void add(Checksum *to, double g) {
  double weight = (double)(to->at % 7 + 1);
  to->sum += g * weight;
  to->scale += fabs(g) * weight;
  to->at++;
}

static inline void add_all(Checksum *to, const double *g, size_t n) {
  for (size_t i = 0; i < n; i++) {
    add(to, g[i]);
  }
}

/* function: times of the function alone. */
static inline void print_line(Case about, Times gradient, Times function, double value, Checksum sum) {
  printf("{\"workload\": \"%s\", \"case\": \"%s\", \"peer\": \"%s\", ", about.workload, about.name, PEER);
  printf("\"n\": %ld, \"dtype\": \"%s\", \"threads\": %d, ", about.n, about.dtype, threads());
  printf("\"value_checksum\": %.17g, \"grad_checksum\": %.17g, \"grad_scale\": %.17g, ", value, sum.sum, sum.scale);
  printf("\"median_ns_per_call\": %.2f, \"min_ns_per_call\": %.2f, ", gradient.median, gradient.min);
  printf("\"samples\": %d, \"inner\": %ld, ", gradient.samples, gradient.inner);
  printf("\"first_call_ns\": %.0f, \"f_median_ns_per_call\": %.2f}\n", gradient.first, function.median);
  fflush(stdout);
}

#endif
