"""Values of Bessel and Airy functions for CylinderFunctionsTest, with mpmath 1.4: python bessel.py > bessel.csv"""
import random

import mpmath as mp

mp.mp.dps = 40
random.seed(3)
F = {"i": mp.besseli, "j": mp.besselj, "k": mp.besselk, "y": mp.bessely}


def derivative(f, v, x, n):
    if n == 0:
        return F[f](mp.mpf(v), mp.mpf(x))
    return mp.diff(lambda t: F[f](t, mp.mpf(x)), mp.mpf(v), n, h=mp.mpf(10) ** -12)


def row(*fields):
    print(",".join(f if isinstance(f, str) else repr(f) if isinstance(f, (int, float)) else mp.nstr(f, 20) for f in fields))


print("# function,derivatives in the order,order,argument,value")
for _ in range(110):
    order = random.choice([0, 1, 2, 3, 0.5, 1.5, random.uniform(0, 8), random.uniform(0, 40), random.uniform(-6, 0)])
    x = 10 ** random.uniform(-2, 2)
    for f in "ijky":
        for n in (0, 1, 2):
            if n == 0 or order != round(order) or order > 0:
                row(f, n, float(order), x, derivative(f, order, x, n))
for _ in range(60):
    x = random.uniform(-30, 12)
    row("ai", 0, 0.0, x, mp.airyai(x))
    row("ai", 1, 0.0, x, mp.airyai(x, derivative=1))
    row("bi", 0, 0.0, x, mp.airybi(x))
    row("bi", 1, 0.0, x, mp.airybi(x, derivative=1))
