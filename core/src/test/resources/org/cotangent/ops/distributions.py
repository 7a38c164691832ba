"""Densities, distribution functions and quantiles for DistributionsTest, with 40 digits: python distributions.py > distributions.csv

Needs mpmath 1.4. Each line: name, number of arguments, arguments, value, derivatives in those arguments (not in counts)."""
import random

import mpmath as mp

mp.mp.dps = 40
random.seed(20261128)


def u(low, high):
    return mp.mpf(random.uniform(low, high))


def wide(low, high):
    return mp.mpf(10 ** random.uniform(low, high))


def beta_part(a, b, x):
    """The regularised incomplete beta function by the series that converges fast for this x."""
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_part(b, a, 1 - x)
    return x**a * (1 - x) ** b / a / mp.beta(a, b) * mp.hyp2f1(a + b, 1, a + 1, x)


def gamma_low(a, x):
    return mp.gammainc(a, 0, x, regularized=True)


def gamma_high(a, x):
    return mp.gammainc(a, x, regularized=True)


def t_cdf(x, v, m, s):
    z = (x - m) / s
    tail = beta_part(v / 2, mp.mpf(1) / 2, v / (v + z * z)) / 2
    return tail if z < 0 else 1 - tail


def von_mises_cdf(x, k):
    if x > 0:
        return 1 - von_mises_cdf(-x, k)
    start = -mp.acos(max(mp.mpf(-1), mp.cos(x) - 120 / k)) if k > 0 else -mp.pi
    area = mp.quad(lambda t: mp.exp(k * (mp.cos(t) - 1)), mp.linspace(start, x, 5))
    return area / (2 * mp.pi * mp.besseli(0, k) * mp.exp(-k))


def choose(n, k):
    return mp.loggamma(n + 1) - mp.loggamma(k + 1) - mp.loggamma(n - k + 1)


def lbeta(a, b):
    return mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)


ln, exp = mp.log, mp.exp
half_log = ln(2 * mp.pi) / 2


def normal(x, m, s):
    return -(((x - m) / s) ** 2) / 2 - ln(s) - half_log


def student(x, v, m, s):
    return -lbeta(v / 2, mp.mpf(1) / 2) - ln(v) / 2 - ln(s) - (v + 1) / 2 * mp.log1p(((x - m) / s) ** 2 / v)


def logistic(x, m, s):
    z = abs((x - m) / s)
    return -z - ln(s) - 2 * mp.log1p(exp(-z))


def gamma(x, a, b):
    return a * ln(b) + (a - 1) * ln(x) - b * x - mp.loggamma(a)


line = {
    "normal": (normal, lambda x, m, s: mp.ncdf((x - m) / s)),
    "cauchy": (
        lambda x, m, s: -ln(mp.pi * s) - mp.log1p(((x - m) / s) ** 2),
        lambda x, m, s: mp.atan2(1, -(x - m) / s) / mp.pi,
    ),
    "laplace": (
        lambda x, m, s: -abs((x - m) / s) - ln(2 * s),
        lambda x, m, s: exp((x - m) / s) / 2 if x < m else 1 - exp(-(x - m) / s) / 2,
    ),
    "logistic": (logistic, lambda x, m, s: 1 / (1 + exp(-(x - m) / s))),
    "gumbel": (
        lambda x, m, s: -(x - m) / s - exp(-(x - m) / s) - ln(s),
        lambda x, m, s: exp(-exp(-(x - m) / s)),
    ),
}
positive = {
    "gamma": (gamma, lambda x, a, b: gamma_low(a, b * x)),
    "inverseGamma": (
        lambda x, a, b: a * ln(b) - (a + 1) * ln(x) - b / x - mp.loggamma(a),
        lambda x, a, b: gamma_high(a, b / x),
    ),
    "weibull": (
        lambda x, k, s: ln(k / s) + (k - 1) * ln(x / s) - (x / s) ** k,
        lambda x, k, s: -mp.expm1(-((x / s) ** k)),
    ),
    "logNormal": (lambda x, m, s: normal(ln(x), m, s) - ln(x), lambda x, m, s: mp.ncdf((ln(x) - m) / s)),
    "beta": (lambda x, a, b: (a - 1) * ln(x) + (b - 1) * mp.log1p(-x) - lbeta(a, b), lambda x, a, b: beta_part(a, b, x)),
    "pareto": (lambda x, a, m: ln(a) + a * ln(m) - (a + 1) * ln(x), lambda x, a, m: -mp.expm1(a * ln(m / x))),
}
one = {
    "exponential": (lambda x, r: ln(r) - r * x, lambda x, r: -mp.expm1(-r * x)),
    "chiSquared": (lambda x, v: gamma(x, v / 2, mp.mpf(1) / 2), lambda x, v: gamma_low(v / 2, x / 2)),
    "halfNormal": (lambda x, s: normal(x, 0, s) + ln(2), lambda x, s: mp.erf(x / s / mp.sqrt(2))),
    "halfCauchy": (lambda x, s: ln(2 / mp.pi / s) - mp.log1p((x / s) ** 2), lambda x, s: 2 / mp.pi * mp.atan(x / s)),
}


def text(value):
    return repr(float(value))


def row(name, f, arguments, fixed=0):
    """`fixed`: how many of the first arguments have no derivative."""
    arguments = [mp.mpf(float(a)) for a in arguments]
    value = f(*arguments)
    if not mp.isfinite(value) or abs(value) < mp.mpf(10) ** -290:
        return
    slopes = []
    for i in range(len(arguments)):
        if i < fixed:
            slopes.append("NaN")
            continue
        h = mp.mpf(10) ** -9 * max(abs(arguments[i]), mp.mpf(10) ** -3)

        def at(k):
            moved = list(arguments)
            moved[i] += k * h
            return f(*moved)

        # Of order 8; the error is below 1e-60 of the eighth derivative's scale.
        c = [mp.mpf(4) / 5, mp.mpf(-1) / 5, mp.mpf(4) / 105, mp.mpf(-1) / 280]
        slope = sum(c[k - 1] * (at(k) - at(-k)) for k in range(1, 5)) / h
        slopes.append(text(slope) if abs(slope) > mp.mpf(10) ** -18 * abs(value) else "NaN")
    print(",".join([name, str(len(arguments))] + [text(a) for a in arguments] + [text(value)] + slopes))


def family(name, density, cdf, x, parameters):
    x, parameters = mp.mpf(float(x)), [mp.mpf(float(a)) for a in parameters]
    row(name, density, [x, *parameters])
    row(name + "Cdf", cdf, [x, *parameters])
    p = cdf(x, *parameters)
    rounded = mp.mpf(float(p))
    if 0 < rounded < 1:
        # From the x of p to that of the rounded p: the error is quadratic in the rounding.
        moved = x + (rounded - p) / exp(density(x, *parameters))
        if abs(moved - x) < mp.mpf(10) ** -9 * abs(x):
            numbers = [rounded, *parameters]
            print(",".join([name + "Quantile", str(len(numbers))] + [text(a) for a in numbers + [moved]] + ["NaN"] * len(numbers)))


print("# name,count,arguments,value,derivatives")
for i in range(24):
    tame = i % 2 == 0
    scale = wide(-0.5, 0.5) if tame else wide(-3, 3)
    m = u(-2, 2)
    for name, (density, cdf) in line.items():
        family(name, density, cdf, m + scale * (u(-3, 3) if tame else u(-30, 30)), (m, scale))
    v = wide(0, 1.5) if tame else wide(-1.5, 6)
    family("studentT", student, t_cdf, m + scale * (u(-3, 3) if tame else u(-20, 20)), (v, m, scale))
    shape = wide(-0.5, 1) if tame else wide(-2, 3)
    at = mp.mpf(random.uniform(0.3, 2)) if tame else wide(-1, 0.5)
    family("gamma", *positive["gamma"], shape * at / scale, (shape, scale))
    family("inverseGamma", *positive["inverseGamma"], scale / shape * at, (shape, scale))
    power = wide(-0.5, 0.7)
    family("weibull", *positive["weibull"], scale * wide(-1, 0.3), (power, scale))
    family("logNormal", *positive["logNormal"], exp(m + power * u(-3, 3)), (m, power))
    other = wide(-0.5, 1) if tame else wide(-2, 2)
    family("beta", *positive["beta"], u(0.02, 0.98), (min(shape, 200), other))
    family("pareto", *positive["pareto"], scale * (1 + wide(-4, 1)), (power, scale))
    for name, (density, cdf) in one.items():
        parameter = shape if name == "chiSquared" else scale
        x = shape * at if name == "chiSquared" else at / scale if name == "exponential" else at * scale
        family(name, density, cdf, x, (parameter,))
    k = wide(-1, 1) if tame else wide(-3, 4)
    angle = u(-3.1, 3.1) if k < 10 else u(-6, 6) / mp.sqrt(k)
    row("vonMises", lambda x, m, k: k * mp.cos(x - m) - ln(2 * mp.pi * mp.besseli(0, k)), [angle, m / 4, k])
    row("vonMisesCdf", von_mises_cdf, [angle, k])
    row("uniform", lambda x, a, b: -ln(b - a), [m + scale / 3, m, m + scale])
    row("uniformCdf", lambda x, a, b: (x - a) / (b - a), [m + scale / 3, m, m + scale])
    c, n, p = random.randint(0, 9), random.randint(10, 40 if tame else 10**7), u(0.001, 0.999)
    if not tame:
        p = p * 10 / n
    rate = wide(-1, 1.3)
    row("bernoulli", lambda x, p: ln(p) if x else mp.log1p(-p), [c % 2, p], 1)
    row("bernoulliLogits", lambda x, l: (x * l) - mp.log1p(exp(l)), [c % 2, 5 * m], 1)
    row("binomial", lambda x, n, p: choose(n, x) + x * ln(p) + (n - x) * mp.log1p(-p), [c, n, p], 2)
    row("binomialCdf", lambda x, n, p: beta_part(n - x, x + 1, 1 - p), [c, n, p], 2)
    row("poisson", lambda x, r: x * ln(r) - r - mp.loggamma(x + 1), [c, rate], 1)
    row("poissonCdf", lambda x, r: gamma_high(x + 1, r), [c, rate], 1)
    row("geometric", lambda x, p: x * mp.log1p(-p) + ln(p), [c, p], 1)
    row("geometricCdf", lambda x, p: 1 - (1 - p) ** (x + 1), [c, p], 1)
    row("negativeBinomial", lambda x, r, p: r * ln(p) + x * mp.log1p(-p) - lbeta(r, x + 1) - ln(x + r), [c, shape, p], 1)
    row("negativeBinomialCdf", lambda x, r, p: beta_part(r, x + 1, p), [c, shape, p], 1)
    row("betaBinomial", lambda x, n, a, b: choose(n, x) + lbeta(x + a, n - x + b) - lbeta(a, b), [c, n, shape, other], 2)
