"""Writes elementary.csv: values and derivatives of elementwise operations, from mpmath with 90 digits.

Columns: operation, argument, value, first derivative, second derivative; each rounded once to double.
Run: python elementary.py > elementary.csv   (mpmath 1.3 or later)
"""
import random

import mpmath as m
from mpmath import exp, log, mpf, pi, sqrt

m.mp.dps = 90
random.seed(20)


def powers(low, high, count):
    """Numbers spread evenly in their logarithm."""
    return [10 ** random.uniform(low, high) for _ in range(count)]


def both(numbers):
    return [x * random.choice((-1, 1)) for x in numbers]


def sigmoid(x):
    return 1 / (1 + exp(-x))


def sech2(x):
    return 1 / m.cosh(x) ** 2


def root3(x):
    return m.sign(x) * m.cbrt(abs(x))


def bell(x):
    return exp(-x * x) / sqrt(pi)


def erfcx(x):
    return exp(x * x) * m.erfc(x)


def hazard(x):
    return m.npdf(x) / m.ncdf(x)


def quantile(p):
    return sqrt(2) * m.erfinv(2 * p - 1)


WIDE = both(powers(-300, 300, 6) + powers(-12, 2, 10))
MIDDLE = both(powers(-20, 2.8, 14))
POSITIVE = powers(-300, 300, 6) + powers(-3, 3, 6) + [1 + d for d in both(powers(-12, -1, 5))]
UNIT = both(powers(-20, -0.01, 6)) + [s * (1 - d) for d in powers(-12, -1, 4) for s in (1, -1)]
SMALL = both(powers(-8, 1.4, 14))
LN2 = log(2)

OPERATIONS = {
    "acos": (m.acos, lambda x: -1 / sqrt(1 - x * x), lambda x: -x / (1 - x * x) ** 1.5, UNIT),
    "acosh": (
        m.acosh,
        lambda x: 1 / sqrt(x * x - 1),
        lambda x: -x / (x * x - 1) ** 1.5,
        [1 + d for d in powers(-14, 0, 8)] + powers(0.01, 300, 8),
    ),
    "asin": (m.asin, lambda x: 1 / sqrt(1 - x * x), lambda x: x / (1 - x * x) ** 1.5, UNIT),
    "asinh": (m.asinh, lambda x: 1 / sqrt(1 + x * x), lambda x: -x / (1 + x * x) ** 1.5, WIDE),
    "atan": (m.atan, lambda x: 1 / (1 + x * x), lambda x: -2 * x / (1 + x * x) ** 2, SMALL),
    "atanh": (m.atanh, lambda x: 1 / (1 - x * x), lambda x: 2 * x / (1 - x * x) ** 2, UNIT),
    "cbrt": (
        root3,
        lambda x: 1 / (3 * root3(x) ** 2),
        lambda x: -2 / (9 * root3(x) ** 5),
        both(powers(-100, 100, 14)),
    ),
    "cos": (m.cos, lambda x: -m.sin(x), lambda x: -m.cos(x), MIDDLE),
    "cosh": (m.cosh, m.sinh, m.cosh, MIDDLE),
    "entr": (lambda x: -x * log(x), lambda x: -log(x) - 1, lambda x: -1 / x, POSITIVE),
    "erf": (m.erf, lambda x: bell(x) * 2, lambda x: -4 * x * bell(x), SMALL),
    "erfc": (m.erfc, lambda x: -2 * bell(x), lambda x: 4 * x * bell(x), SMALL),
    "erfcx": (
        erfcx,
        lambda x: 2 * x * erfcx(x) - 2 / sqrt(pi),
        lambda x: (4 * x * x + 2) * erfcx(x) - 4 * x / sqrt(pi),
        SMALL + powers(0, 6, 6),
    ),
    "erfinv": (
        m.erfinv,
        lambda y: sqrt(pi) / 2 * exp(m.erfinv(y) ** 2),
        lambda y: pi / 2 * m.erfinv(y) * exp(2 * m.erfinv(y) ** 2),
        UNIT,
    ),
    "exp": (exp, exp, exp, MIDDLE),
    "exp2": (lambda x: 2**x, lambda x: 2**x * LN2, lambda x: 2**x * LN2**2, MIDDLE + [1000.3, -1020.7]),
    "expm1": (m.expm1, exp, exp, MIDDLE),
    "log": (log, lambda x: 1 / x, lambda x: -1 / x**2, POSITIVE),
    "log10": (m.log10, lambda x: 1 / x / log(10), lambda x: -1 / x**2 / log(10), POSITIVE),
    "log1p": (
        m.log1p,
        lambda x: 1 / (1 + x),
        lambda x: -1 / (1 + x) ** 2,
        powers(-300, 100, 6) + [-1 + d for d in powers(-12, -0.1, 6)] + both(powers(-3, -1, 4)),
    ),
    "log2": (lambda x: log(x) / LN2, lambda x: 1 / x / LN2, lambda x: -1 / x**2 / LN2, POSITIVE),
    "logSigmoid": (lambda x: -m.log1p(exp(-x)), lambda x: sigmoid(-x), lambda x: -sigmoid(x) * sigmoid(-x), MIDDLE),
    "logit": (
        lambda x: log(x / (1 - x)),
        lambda x: 1 / (x * (1 - x)),
        lambda x: (2 * x - 1) / (x * (1 - x)) ** 2,
        powers(-100, -0.01, 6) + [1 - d for d in powers(-12, -1, 4)] + [0.5 + d for d in both(powers(-14, -1, 8))],
    ),
    "logNormalCdf": (
        lambda x: log(m.ncdf(x)),
        hazard,
        lambda x: -hazard(x) * (x + hazard(x)),
        [-x for x in powers(-8, 1.4, 8)] + powers(-8, 0.8, 8),
    ),
    "normalCdf": (m.ncdf, m.npdf, lambda x: -x * m.npdf(x), SMALL),
    "normalQuantile": (
        quantile,
        lambda p: 1 / m.npdf(quantile(p)),
        lambda p: quantile(p) / m.npdf(quantile(p)) ** 2,
        powers(-30, -0.3, 10) + [1 - d for d in powers(-8, -2, 4)],
    ),
    "gelu": (
        lambda x: x * m.ncdf(x),
        lambda x: m.ncdf(x) + x * m.npdf(x),
        lambda x: m.npdf(x) * (2 - x * x),
        SMALL,
    ),
    "rsqrt": (lambda x: x**-0.5, lambda x: -(x**-1.5) / 2, lambda x: x**-2.5 * 3 / 4, powers(-100, 100, 14)),
    "sigmoid": (
        sigmoid,
        lambda x: sigmoid(x) * sigmoid(-x),
        lambda x: -m.tanh(x / 2) * sigmoid(x) * sigmoid(-x),
        MIDDLE,
    ),
    "silu": (
        lambda x: x * sigmoid(x),
        lambda x: sigmoid(x) * (1 + x * sigmoid(-x)),
        lambda x: sigmoid(x) * sigmoid(-x) * (2 - x * m.tanh(x / 2)),
        MIDDLE,
    ),
    "sin": (m.sin, m.cos, lambda x: -m.sin(x), MIDDLE),
    "sinc": (
        m.sincpi,
        lambda x: (m.cospi(x) - m.sincpi(x)) / x,
        lambda x: -(pi**2) * m.sincpi(x) - 2 * (m.cospi(x) - m.sincpi(x)) / x**2,
        SMALL,
    ),
    "sinh": (m.sinh, m.cosh, m.sinh, MIDDLE),
    "softSign": (
        lambda x: x / (1 + abs(x)),
        lambda x: 1 / (1 + abs(x)) ** 2,
        lambda x: -2 * m.sign(x) / (1 + abs(x)) ** 3,
        both(powers(-12, 100, 14)),
    ),
    "softplus": (lambda x: m.log1p(exp(x)), sigmoid, lambda x: sigmoid(x) * sigmoid(-x), MIDDLE),
    "sqrt": (sqrt, lambda x: x**-0.5 / 2, lambda x: -(x**-1.5) / 4, powers(-100, 100, 14)),
    "tan": (m.tan, lambda x: 1 + m.tan(x) ** 2, lambda x: 2 * m.tan(x) * (1 + m.tan(x) ** 2), MIDDLE),
    "tanh": (m.tanh, sech2, lambda x: -2 * m.tanh(x) * sech2(x), both(powers(-20, 2.4, 14))),
}

print("operation,x,value,first,second")
for name, (value, first, second, arguments) in OPERATIONS.items():
    for x in arguments:
        exact = mpf(x)
        results = [float(f(exact)) for f in (value, first, second)]
        # Results near the ends of the range are rounded with fewer bits, or not at all.
        if all(r == 0 or 1e-290 < abs(r) < 1e290 for r in results):
            print(name, repr(x), *map(repr, results), sep=",")
