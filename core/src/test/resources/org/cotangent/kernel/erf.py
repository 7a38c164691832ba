"""Writes erf.csv: the error function, its relatives and their inverses, from mpmath with 50 digits.

    pip install mpmath && python erf.py

Columns: function, argument, value rounded once to double, both hexadecimal and so exact. Arguments lie closer where one
approximation of the kernel gives way to the next, and in the tails.
"""

import pathlib
import random

import mpmath as m
from mpmath import mpf

m.mp.dps = 50
random.seed(20)


def uniform(low, high, count):
    return [random.uniform(low, high) for _ in range(count)]


def powers(low, high, count):
    """Numbers spread evenly in their logarithm."""
    return [10 ** random.uniform(low, high) for _ in range(count)]


def newton(x, step):
    while True:
        dx = step(x)
        x -= dx
        if abs(dx) <= m.eps * 1000 * abs(x):
            return x


def erfinv(y):
    return newton(m.erfinv(y), lambda x: (m.erf(x) - y) * m.sqrt(m.pi) / 2 * m.exp(x * x))


def quantile(p):
    """On the logarithm of the distribution function, which is nearly straight in the lower tail."""

    def step(x):
        cdf = m.erfc(-x / m.sqrt(2)) / 2
        return (m.log(cdf) - m.log(p)) * cdf * m.sqrt(2 * m.pi) * m.exp(x * x / 2)

    return newton(-m.sqrt(-2 * m.log(p)), step)


ROWS = {
    "erf": (m.erf, uniform(0, 1, 80) + uniform(0.46, 0.48, 20) + uniform(1, 6, 60) + powers(-300, 0, 20)),
    "erfc": (m.erfc, uniform(-6, 1, 60) + uniform(0.46, 5, 80) + uniform(3.9, 4.1, 20) + uniform(4, 26.5, 80)),
    "erfinv": (
        erfinv,
        uniform(0, 1, 80) + uniform(0.84, 0.86, 20) + [1 - 2 ** -e for e in uniform(1, 52, 80)] + powers(-300, 0, 20),
    ),
    "normalQuantile": (quantile, uniform(0.001, 0.45, 60) + powers(-300, -1, 80)),
}

lines = [
    f"{name},{x.hex()},{float(f(mpf(x))).hex()}" for name, (f, numbers) in ROWS.items() for x in sorted(numbers)
]
pathlib.Path(__file__).with_name("erf.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
