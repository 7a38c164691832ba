"""Writes gamma.csv: the gamma, beta and zeta functions with their derivatives, from mpmath with 50 digits.

    pip install mpmath && python gamma.py

Columns: function, arguments (orders first), value rounded once to double; doubles are hexadecimal and so exact.
"""

import pathlib
import random

import mpmath as m
from mpmath import mpf

m.mp.dps = 50
random.seed(21)


def uniform(low, high, count):
    return [random.uniform(low, high) for _ in range(count)]


def powers(low, high, count):
    """Numbers spread evenly in their logarithm."""
    return [10 ** random.uniform(low, high) for _ in range(count)]


def singles(numbers):
    return [(x,) for x in numbers]


def orders(highest, numbers):
    return [(k, *(x if isinstance(x, tuple) else (x,))) for k in range(highest + 1) for x in numbers]


def log_gamma(x):
    return m.log(abs(m.gamma(x)))


def reciprocal(k, x):
    return m.rgamma(x) if k == 0 else m.diff(m.rgamma, x, int(k))


def multivariate(d, k, x):
    arguments = [x - mpf(i) / 2 for i in range(int(d))]
    if k == 0:
        return d * (d - 1) / mpf(4) * m.log(m.pi) + sum(m.loggamma(t) for t in arguments)
    return sum(m.psi(int(k) - 1, t) for t in arguments)


def drop(n, x, h):
    with m.workdps(80):
        return m.psi(int(n), x) - m.psi(int(n), x + h)


def log_beta(a, b):
    with m.workdps(80):
        return m.loggamma(a) + m.loggamma(b) - m.loggamma(a + b)


def hurwitz(k, s, q):
    return m.zeta(s, q, int(k)) if q > 0 else (-1) ** int(s) * m.psi(int(s) - 1, q) / m.factorial(s - 1)


def riemann(k, s):
    return m.zeta(s, 1, int(k)) if k == 0 or s > 1 else m.diff(m.zeta, s, int(k))


POSITIVE = uniform(0, 13, 60) + uniform(13, 171, 20) + powers(-30, 0, 15)
PAIRS = list(zip(powers(-6, 6, 60), powers(-6, 6, 60))) + list(zip(uniform(0.1, 20, 30), uniform(0.1, 20, 30)))

ROWS = {
    "gamma": (m.gamma, singles(POSITIVE + uniform(-20, 0, 30) + uniform(-175, -20, 15))),
    "logGamma": (log_gamma, singles(POSITIVE + powers(2, 300, 20) + [-1.25, -5.5, -30.25, -0.001, -1e-20])),
    "reciprocal": (
        reciprocal,
        orders(4, uniform(0, 10, 12) + uniform(-12, 0, 12) + [0.0, -1.0, -2.0, -5.0, 30.5, -30.5]),
    ),
    "polygamma": (
        lambda n, x: m.psi(int(n), x),
        orders(5, powers(-10, 1, 14) + uniform(0.1, 15, 14) + uniform(-9, 0, 8) + powers(1, 8, 8) + [-100.3, -1e5 - 0.25])
        + [(0, x) for x in uniform(1, 2, 40) + [1.4616321449683622, 1.4616321449683625]],
    ),
    "multivariate": (
        multivariate,
        [(d, k, d / 2 + x) for d in (1, 2, 5, 20) for k in range(4) for x in uniform(-0.45, 10, 4)],
    ),
    "drop": (drop, [(k, x, h) for k in range(4) for x, h in PAIRS[:30] + PAIRS[-10:] + [(1e8, 1.0), (0.5, 1e-12)]]),
    "beta": (m.beta, [p for p in PAIRS if m.beta(*p) > 1e-300 and m.beta(*p) < 1e300] + [(-0.5, 1.25), (-2.5, -0.75)]),
    "logBeta": (log_beta, PAIRS + [(1e12, 3.0), (1e-20, 1e10), (5e9, 5e9)]),
    "hurwitz": (
        hurwitz,
        orders(
            3,
            list(zip(uniform(1.0001, 12, 25), powers(-3, 3, 25)))
            + list(zip(uniform(12, 80, 10), uniform(0.2, 20, 10)))
            + [(1 + 1e-9, 2.0)],
        )
        + [(0, 2.0, -0.5), (0, 3.0, -7.25), (0, 5.0, -100.75), (0, 12.0, -3.125)],
    ),
    "riemann": (riemann, orders(3, uniform(-12, 0, 12) + uniform(0, 0.9, 8) + uniform(1.1, 30, 12) + [-60.5, 0.0, -1.0])),
}


def text(x):
    return str(x) if isinstance(x, int) else x.hex()


def value(f, arguments):
    return float(m.re(f(*map(mpf, arguments)))).hex()


if __name__ == "__main__":
    lines = [",".join([name, *map(text, x), value(f, x)]) for name, (f, rows) in ROWS.items() for x in rows]
    pathlib.Path(__file__).with_name("gamma.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
