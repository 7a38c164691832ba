"""Writes incompletebeta.csv: the incomplete beta function with its derivatives in a and b, from mpmath.

    pip install mpmath && python incompletebeta.py

Columns: function, orders in a and b, a, b, x, value rounded once to double; doubles are hexadecimal and so exact. All come from a power
series with as many digits as cancel; derivatives are differences of it with still more.
"""

import pathlib
import random

import mpmath as m
from mpmath import mpf

m.mp.dps = 40
random.seed(23)


def lower(a, b, x):
    """Of x up to one half, so that the series ends soon."""
    term = total = mpf(1)
    n = 0
    while term > m.eps * total or n < x * (a + b):
        term *= (a + b + n) * x / (a + 1 + n)
        n += 1
        total += term
    return x**a * (1 - x) ** b * m.gamma(a + b) * m.rgamma(a + 1) * m.rgamma(b) * total


def regularised(a, b, x):
    return lower(a, b, x) if x <= 0.5 else 1 - lower(b, a, 1 - x)


def density(a, b, x):
    return x ** (a - 1) * (1 - x) ** (b - 1) / m.beta(a, b)


def tail(a, b, x):
    """The digits that a tail loses, about; those of small parameters too."""
    mean = a / (a + b)
    distance = a * m.log(mean / x) + b * m.log((1 - mean) / (1 - x))
    return float(abs(distance)) / 2.3 + max(0, -m.log10(a)) + max(0, -m.log10(b))


def of(f, i, j, a, b, x):
    with m.workdps(45 + int(tail(a, b, x))):
        x = mpf(x)
        if i + j == 0:
            return f(a, b, x)
        if j == 0:
            return m.diff(lambda s: f(s, b, x), a, i)
        if i == 0:
            return m.diff(lambda t: f(a, t, x), b, j)
        return m.diff(lambda s, t: f(s, t, x), (a, b), (i, j))


def near(low, high, count):
    """Parameters spread evenly in their logarithm, x near the mean, or anywhere."""
    rows = []
    for k in range(count):
        a, b = 10 ** random.uniform(low, high), 10 ** random.uniform(low, high)
        mean, width = a / (a + b), (a * b / (a + b + 1)) ** 0.5 / (a + b)
        x = mean + random.gauss(0, 2) * width if k % 2 else 1 / (1 + 10 ** random.uniform(-1.2, 1.2) * b / a)
        if 0 < x < 1:
            rows.append((a, b, x))
    return rows


GRID = (
    near(-0.5, 0.8, 30)
    + near(-3, 1, 24)
    + near(0.8, 2, 24)
    + near(2, 3, 8)
    + near(-8, 0, 12)
    + [(10.0, 0.01, 0.999), (0.99, 0.01, 0.99), (1e-10, 3.0, 0.01), (3.0, 1e-10, 0.99), (2.0, 3.0, 1e-10), (5.0, 500.0, 0.01)]
    + [(500.0, 0.5, 0.999), (300.0, 300.0, 0.5), (0.5, 0.5, 0.5), (1.0, 1.0, 0.3), (9.5, 10.5, 0.45), (20.0, 2.0, 0.1)]
)

ORDERS = [(0, 0), (1, 0), (0, 1), (2, 0), (1, 1), (0, 2), (1, 2), (3, 0)]

if __name__ == "__main__":
    lines = []
    for a, b, x in GRID:
        if tail(a, b, x) > 250:
            continue
        for name, f in (("regularised", regularised), ("density", density)):
            for i, j in ORDERS if name == "regularised" else ORDERS[:5:2]:
                value = float(of(f, i, j, mpf(a), mpf(b), mpf(x)))
                if abs(value) > 1e-290:
                    lines.append(f"{name},{i},{j},{a.hex()},{b.hex()},{x.hex()},{value.hex()}")
    pathlib.Path(__file__).with_name("incompletebeta.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
