"""Writes special.csv, integrals.csv and others: special functions and their partial derivatives, from mpmath with 50 digits.

    pip install mpmath && python special.py

Columns: function, order of the derivative in each argument (one digit each), the arguments and the value rounded once to double, all
hexadecimal and so exact. Derivatives by differences in as many more digits as they need.
"""

import pathlib
import random

import mpmath as m
from mpmath import mpf

m.mp.dps = 50
random.seed(24)


def uniform(low, high, count):
    return [random.uniform(low, high) for _ in range(count)]


def powers(low, high, count, sign=1):
    """Numbers spread evenly in their logarithm."""
    return [sign * 10 ** random.uniform(low, high) for _ in range(count)]


def both(numbers):
    return [x if random.random() < 0.5 else -x for x in numbers]


def pairs(xs, ys):
    return list(zip(xs, ys))


LINES = []


def rows(name, f, arguments, orders):
    """The partial derivatives of f of these orders (strings of digits) at these arguments (tuples)."""
    for order in orders:
        n = tuple(int(digit) for digit in order)
        for x in arguments:
            x = x if isinstance(x, tuple) else (x,)
            exact = tuple(mpf(v) for v in x)
            if sum(n) == 0:
                value = f(*exact)
            elif len(n) == 1:
                value = m.diff(f, exact[0], n[0], h=step(exact[0]))
            else:
                value = partial(f, exact, n)
            value = m.re(value)
            if not m.isfinite(value):
                raise ValueError((name, order, x))
            LINES.append(",".join([name, order] + [v.hex() for v in x] + [float(value).hex()]))


def save(file):
    pathlib.Path(__file__).with_name(file).write_text("\n".join(LINES) + "\n", encoding="utf-8")
    LINES.clear()


def step(x):
    return m.mpf(10) ** -25 * max(abs(x), m.mpf(10) ** -3)


def partial(f, x, n):
    """Central differences in 150 digits, one argument after the other."""
    i = next(k for k in range(len(n)) if n[k] > 0)
    rest = n[:i] + (0,) + n[i + 1 :]

    def along(t):
        moved = x[:i] + (t,) + x[i + 1 :]
        return f(*moved) if sum(rest) == 0 else partial(f, moved, rest)

    with m.workdps(150):
        h = m.mpf(10) ** -25 * max(abs(x[i]), m.mpf(10) ** -3)
        k = n[i]
        total = m.mpf(0)
        for j in range(k + 1):
            total += (-1) ** j * m.binomial(k, j) * along(x[i] + (m.mpf(k) / 2 - j) * h)
        return total / h**k


UP_TO_3 = ["0", "1", "2", "3"]
PAIRS = ["00", "10", "01", "20", "11", "02", "21", "12"]


def erfcinv(y):
    x = m.erfinv(1 - y) if y > 1e-3 else m.sqrt(-m.log(y))
    for _ in range(60):
        dx = (m.log(m.erfc(x)) - m.log(y)) * m.erfc(x) * m.sqrt(m.pi) / 2 * m.exp(x * x)
        x += dx
        if abs(dx) <= m.eps * 1000 * abs(x):
            break
    return x


def erfcinv_derivative(n):
    """By Faà di Bruno, from the equation y' = −√π/2·exp(y²)."""

    def f(x):
        y = erfcinv(x)
        d1 = -m.sqrt(m.pi) / 2 * m.exp(y * y)
        return [y, d1, 2 * y * d1**2, (2 + 8 * y * y) * d1**3][n]

    return f


def dawson(x):
    """By Taylor's series with enough digits; mpmath's erfi overflows nothing."""
    with m.workdps(m.mp.dps + 40):
        return m.sqrt(m.pi) / 2 * m.exp(-x * x) * m.erfi(x)


def dawson_derivative(n):
    def f(x):
        with m.workdps(400):
            d = [dawson(m.mpf(x))]
            d.append(1 - 2 * x * d[0])
            for k in range(1, n):
                d.append(-2 * x * d[k] - 2 * k * d[k - 1])
            return d[n]

    return f


def owens_t(h, a):
    integral = m.quad(lambda x: m.exp(-h * h * x * x / 2) / (1 + x * x), m.linspace(0, a, 9))
    return m.exp(-h * h / 2) * integral / (2 * m.pi)


def lambert(branch):
    return lambda x: m.lambertw(x, branch)


def lambert_derivative(branch, n):
    """Corless et al. (1996), (3.5): by the equation of the function, which holds next to the branch point."""

    def f(x):
        with m.workdps(120):
            w = m.lambertw(m.mpf(x), branch)
            e = m.exp(-w)
            return [w, e / (1 + w), -e**2 * (w + 2) / (1 + w) ** 3, e**3 * (2 * w**2 + 8 * w + 9) / (1 + w) ** 5][n]

    return f


def expn(n, x):
    with m.workdps(m.mp.dps + 150):  # mpmath's own is short of digits for large x
        return m.expint(n, x)


rows("exp10", lambda x: m.power(10, x), uniform(-300, 300, 20), UP_TO_3[:3])
rows("log1mexp", lambda x: m.log1p(-m.exp(-abs(x))), both(powers(-10, 2, 40)) + uniform(0.6, 0.8, 10), UP_TO_3)
rows(
    "logDiffExp",
    lambda a, b: a + m.log(-m.expm1(b - a)),
    [(x, x - d) for x, d in pairs(uniform(-9, 9, 20), powers(-3, 1.5, 20))],
    PAIRS,
)
rows("sinPi", m.sinpi, uniform(-3, 3, 20) + uniform(-1e6, 1e6, 10), UP_TO_3)
rows("cosPi", m.cospi, uniform(-3, 3, 20) + uniform(-1e6, 1e6, 10), UP_TO_3)
rows("tanPi", lambda x: m.sinpi(x) / m.cospi(x), uniform(-3, 3, 30), UP_TO_3)
rows("gudermannian", lambda x: m.atan(m.sinh(x)), uniform(-5, 5, 20) + both(powers(-8, 2, 20)), UP_TO_3)
rows("haversine", lambda x: m.sin(x / 2) ** 2, uniform(-6, 6, 20) + both(powers(-8, 0, 10)), UP_TO_3[:3])
for n, order in enumerate(UP_TO_3):
    rows("erfcinv_" + order, erfcinv_derivative(n), uniform(0.01, 1.9, 20) + powers(-60, -2, 20), ["0"])
    rows(
        "dawson_" + order,
        dawson_derivative(n),
        uniform(0, 13, 60) + both(powers(-3, 6, 20)) + [11.999, 12.0, 12.001, 0.25, 0.75],
        ["0"],
    )
rows(
    "owensT",
    owens_t,
    pairs(both(uniform(0.01, 6, 30)), both(uniform(0.01, 4, 30))) + [(0.0, 2.5), (8.0, 0.3), (20.0, 0.9), (30.0, 0.01)],
    ["00"],
)
rows("owensT", owens_t, pairs(both(uniform(0.1, 3, 6)), both(uniform(0.1, 2, 6))), PAIRS[1:])
BRANCH = -float(m.exp(-1))
NEAR = [BRANCH + d for d in powers(-15, -1.2, 16)]
for n, order in enumerate(UP_TO_3):
    rows(
        "lambertW_" + order,
        lambert_derivative(0, n),
        NEAR + uniform(-0.36, 1, 16) + both(powers(-20, -1, 8)) + uniform(1, 100, 10) + powers(2, 300 - 90 * n, 8),
        ["0"],
    )
    rows("lambertWm1_" + order, lambert_derivative(-1, n), NEAR + uniform(-0.36, -0.001, 16) + powers(-90, -3, 10, -1), ["0"])
save("special.csv")

rows("expi", m.ei, both(powers(-8, 1, 20)) + uniform(0.2, 0.6, 20) + uniform(-30, 60, 30) + [700.5, 705.0, -700.0], UP_TO_3)
rows("exp1", m.e1, powers(-8, 0, 20) + uniform(0.4, 3, 20) + uniform(3, 600, 10), UP_TO_3)
rows("logInt", m.li, uniform(0.01, 0.99, 10) + uniform(1.1, 5, 20) + powers(1, 30, 10), UP_TO_3[:3])
for n in (0, 2, 3, 7, 40, 1000):
    rows(f"expn{n}", lambda x: expn(n, x), powers(-3, 0, 8) + uniform(0.4, 2, 8) + uniform(2, 300, 6), UP_TO_3)
rows("si", m.si, both(powers(-6, 0, 10)) + uniform(-12, 12, 30) + both(powers(1, 3, 10)), UP_TO_3)
rows("ci", m.ci, powers(-6, 0, 10) + uniform(0.1, 12, 30) + powers(1, 3, 10), UP_TO_3)
rows("dilogarithm", lambda x: m.polylog(2, x), both(powers(-6, -0.1, 20)) + uniform(-5, 1, 30) + powers(1, 6, 10, -1), UP_TO_3)
rows(
    "spence",
    lambda x: m.polylog(2, 1 - x),
    uniform(0.01, 4, 30) + powers(-12, -2, 10) + [1 + x for x in both(powers(-6, -1, 10))] + powers(1, 6, 6),
    UP_TO_3,
)
save("integrals.csv")
