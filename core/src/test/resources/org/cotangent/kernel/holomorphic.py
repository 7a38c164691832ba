"""Complex functions with 60 digits, rounded: writes holomorphic.csv. Needs mpmath 1.4."""

import random
from pathlib import Path

import mpmath
from mpmath import mp, mpc, mpf

mp.dps = 60
rng = random.Random(20)


def part(low, high):
    return rng.choice([-1, 1]) * 10.0 ** rng.uniform(low, high)


def points(low, high, count):
    for _ in range(count):
        yield part(low, high), part(low, high)
    for _ in range(count // 4):
        yield part(low, high), part(-9, -3)
        yield part(-9, -3), part(low, high)


def circle(count):
    for _ in range(count):
        angle = rng.uniform(-3.2, 3.2)
        radius = 1 + part(-14, -1)
        yield float(radius * mpmath.cos(angle)), float(radius * mpmath.sin(angle))


FUNCTIONS = {
    "reciprocal": (lambda z: 1 / z, list(points(-2, 2, 40)) + list(points(-150, 150, 40)) + [(1e308, 1e308), (5e-309, -3e-309), (1e-308, 1e-308)]),
    "exp": (mpmath.exp, list(points(-3, 1.5, 60)) + [(709.5, 1.0), (710.0, 1.5), (-740.0, 2.0), (800.0, 1e-45)]),
    "log": (mpmath.log, list(points(-3, 3, 40)) + list(points(-300, 300, 40)) + list(circle(60)) + [(1.7e308, 1.7e308), (5e-324, 5e-324), (0.6, 0.8), (1.0, 1e-9), (1.0, 1e-200)]),
    "sqrt": (mpmath.sqrt, list(points(-3, 3, 40)) + list(points(-300, 300, 40)) + [(1.7e308, 1.7e308), (5e-324, 5e-324), (-1.7e308, 1e-300), (-5e-324, 1.5e-323)]),
    "sin": (mpmath.sin, list(points(-3, 1.5, 60)) + [(1.0, 710.0), (1e-10, 720.0), (1.5, -710.2)]),
    "cos": (mpmath.cos, list(points(-3, 1.5, 60)) + [(1.0, 710.0), (1e-10, 710.4), (1.5, -710.2)]),
    "tan": (mpmath.tan, list(points(-3, 1.3, 60)) + [(1.0, 30.0), (0.5, -300.0), (1.5707963267948966, 1e-9), (1.57, 1e-3)]),
    "sinh": (mpmath.sinh, list(points(-3, 1.5, 60)) + [(710.0, 1.0)]),
    "cosh": (mpmath.cosh, list(points(-3, 1.5, 60)) + [(-710.0, 1.0)]),
    "tanh": (mpmath.tanh, list(points(-3, 1.3, 60)) + [(30.0, 1.0), (-300.0, 0.5), (19.9, 2.0), (20.1, 2.0), (1e-9, 1.5707963267948966)]),
}

for p in (2.0, 3.0, -1.0, -5.0, 0.5, 1 / 3, -2.5, 17.25):
    FUNCTIONS["power %r" % p] = (lambda z, p=mpf(p): mpmath.exp(p * mpmath.log(z)), list(points(-2, 2, 16)) + list(points(-15, 15, 8)))


def text(x):
    return repr(float(x)).replace("inf", "Infinity")


lines = []
for name, (f, places) in FUNCTIONS.items():
    for a, b in places:
        w = f(mpc(a, b))
        lines.append(",".join([name, repr(a), repr(b), text(w.real), text(w.imag)]))
for _ in range(120):
    wide = rng.choice([2, 140])
    z = mpc(part(-wide, wide), part(-wide, wide))
    w = mpc(part(-wide, wide), part(-wide, wide))
    q = z / w
    lines.append(",".join(["div"] + [text(x) for x in (z.real, z.imag, w.real, w.imag, q.real, q.imag)]))
for z, w in [((1e308, 1e308), (0.9, 0.9)), ((1e308, -1e308), (1e308, 1.7e308)), ((1e-310, 2e-310), (3e-310, 1e-310)), ((1.5e308, 1.5e308), (2.0, 1.0)), ((5e-324, 5e-324), (1e-300, 1e-300))]:
    q = mpc(*z) / mpc(*w)
    lines.append(",".join(["div"] + [repr(x) for x in z + w] + [text(q.real), text(q.imag)]))
Path(__file__).with_suffix(".csv").write_text("\n".join(lines) + "\n", encoding="ascii")
