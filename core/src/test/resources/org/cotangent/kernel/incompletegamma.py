"""Writes incompletegamma.csv: the incomplete gamma functions with their derivatives in a, from mpmath.

    pip install mpmath && python incompletegamma.py

Columns: function, order of the derivative, a, x, value rounded once to double; doubles are hexadecimal and so exact. All come from
the power series with as many digits as cancel; derivatives are differences of it with still more.
"""

import pathlib
import random

import mpmath as m
from mpmath import mpf

m.mp.dps = 40
random.seed(22)


def digits(a, x):
    """Enough for the complement of P and for a tiny a: the logarithm of the upper tail, about."""
    tail = x - a - a * m.log(x / a) if x > a > 0 else 0
    return 45 + int(tail / 2.3) + max(0, -int(m.log10(a))) if a > 0 else 45


def power_series(a, x):
    term = total = mpf(1)
    n = 0
    while term > m.eps * total:
        n += 1
        term *= x / (a + n)
        total += term
    return m.exp(a * m.log(x) - x) * m.rgamma(a + 1) * total


def lower(k, a, x):
    with m.workdps(digits(a, x)):
        return power_series(a, x) if k == 0 else m.diff(lambda t: power_series(t, x), a, int(k))


def upper(a, x):
    with m.workdps(digits(a, x)):
        return 1 - power_series(a, x)


def density(k, a, x):
    f = lambda t: m.exp((t - 1) * m.log(x) - x) * m.rgamma(t)
    if k == 0:
        return f(a)
    return m.diff(f, a, int(k))


def pairs(low, high, count):
    """a spread evenly in its logarithm, x near it in units of the standard deviation, or far."""
    result = []
    for i in range(count):
        a = 10 ** random.uniform(low, high)
        x = a + random.gauss(0, 2) * a**0.5 if i % 2 else a * 10 ** random.uniform(-0.6, 0.6)
        result.append((a, abs(x)))
    return result


SMALL = [(10 ** random.uniform(-12, 1), 10 ** random.uniform(-8, 1.6)) for _ in range(40)]
MIDDLE = pairs(-0.5, 2, 50) + [(20.0, 10.0), (0.01, 0.5), (50.0, 60.0), (2.0, 1.0), (0.75, 0.75), (0.5, 0.74), (1.0, 0.76)]
LARGE = pairs(2, 4, 16)
FAR = [(100.0, 400.0), (0.5, 600.0), (300.0, 60.0), (1e-3, 100.0), (40.0, 1e-3)]

GRID = [(a, x) for a, x in SMALL + MIDDLE + LARGE + FAR if abs(x - a - a * m.log(x / a)) < 640]

ROWS = (
    [("lower", k, a, x) for a, x in GRID for k in range(4)]
    + [("upper", 0, a, x) for a, x in GRID]
    + [("density", k, a, x) for a, x in GRID[::2] + [(-0.5, 1.5), (0.0, 2.0), (-3.0, 0.25)] for k in range(4)]
)

FUNCTIONS = {"lower": lower, "upper": lambda k, a, x: upper(a, x), "density": density}

if __name__ == "__main__":
    lines = []
    for name, k, a, x in ROWS:
        value = float(FUNCTIONS[name](k, mpf(a), mpf(x)))
        if value == 0 or abs(value) > 1e-290:
            lines.append(f"{name},{k},{a.hex()},{x.hex()},{value.hex()}")
    pathlib.Path(__file__).with_name("incompletegamma.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
