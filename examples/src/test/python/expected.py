"""Computes the numbers in resources/programs/*.expected without the library.

Closed forms in mpmath (50 digits); the two optimisations and the random example in NumPy, with random numbers from
JAX's threefry, whose bits the library's keys must equal; the differential equation by
SciPy. Needs mpmath, numpy, scipy, jax. Prints one block per program.
"""
import mpmath as mp
import numpy as np
from scipy.integrate import solve_ivp

mp.mp.dps = 50


def show(label, *values):
    def one(v):
        if np.ndim(v):
            return "[" + ", ".join(one(u) for u in v) + "]"
        return repr(float(v))
    print(label, " ".join(one(v) for v in values))


def derivatives():
    print("# Derivatives")
    one = mp.mpf(1)
    show("tanh'(1)", mp.sech(one) ** 2)
    show("sin'''(1)", -mp.cos(1))
    show("(x sin x)'", mp.sin(mp.mpf("0.5")) + mp.cos(mp.mpf("0.5")) / 2)
    show("(x^3+2)'", 12)
    show("(x^5)' at 2", 80)
    show("(log x^5)' at 3", mp.mpf(5) / 3)
    for x in range(-2, 3):
        t = mp.tanh(x)
        print("%9.5f%9.5f%9.5f%9.5f" % (x, t, 1 - t * t, -2 * t * (1 - t * t)))


def static_graph():
    print("# StaticGraph")
    x, y, c = mp.mpf("0.9"), mp.mpf("0.4"), mp.mpf("1.3")
    show("z", (x * y + c) * c + x)
    show("gradients x y mul/0 c add/0 mul/1 add/1", y * c + 1, x * c, c, x * y + 2 * c, c, 1, 1)
    show("values", x, y, x * y, c, x * y + c, (x * y + c) * c, (x * y + c) * c + x)
    show("z after x = 2", (2 * y + c) * c + 2)
    a = np.array([[1.0, 2, 3], [4, 5, 6]])
    w = np.ones(3)
    show("loss", ((a @ w) ** 2).sum())
    h = 2 * a.T @ a
    show("dw", h @ w)
    show("d|dw|^2", 2 * h @ (h @ w))


def breadcrumbs():
    print("# Breadcrumbs")
    s = lambda x: 1 / (1 + mp.exp(-x))
    x = mp.mpf("1.3")
    show("logistic(x) x, logistic(x)", s(x) * x, s(x))
    show("second derivative", s(x) * (1 - s(x)) * (1 - 2 * s(x)))
    show("mapped", [s(mp.mpf(v)) * (1 - s(mp.mpf(v))) for v in (-1, 0, 1)])


def logistic_regression():
    print("# LogisticRegression")
    x = np.array([[0.52, 1.12, 0.77], [0.88, -1.08, 0.15], [0.52, 0.06, -1.30], [0.74, -2.49, 1.39]])
    y = np.array([1.0, 1, 0, 1])
    x = x - x.mean(0)
    p = np.zeros(4)

    def value_and_grad(p):
        z = x @ p[:3] + p[3]
        q = 1 / (1 + np.exp(-z))
        return -(y * np.log(q) + (1 - y) * np.log(1 - q)).mean(), np.append(x.T @ (q - y), (q - y).sum()) / 4

    for i in range(100):
        value, g = value_and_grad(p)
        if i % 25 == 0:
            print("descent %3d: %.6f" % (i, value))
        p = p - 0.1 * g
    m = v = np.zeros(4)
    for i in range(100):
        value, g = value_and_grad(p)
        if i % 25 == 0:
            print("adam    %3d: %.6f" % (i, value))
        m = 0.9 * m + 0.1 * g
        v = 0.999 * v + 0.001 * g * g
        p = p - 0.05 * (m / (1 - 0.9 ** (i + 1))) / (np.sqrt(v / (1 - 0.999 ** (i + 1))) + 1e-8)
    show("weights", p[:3])
    show("bias", p[3])
    show("probabilities", 1 / (1 + np.exp(-(x @ p[:3] + p[3]))))


def per_example_gradients():
    print("# PerExampleGradients")
    import jax
    jax.config.update("jax_enable_x64", True)
    key = jax.random.key(1)
    w = np.array(jax.random.normal(key, (5,)))
    xs = np.array(jax.random.normal(jax.random.fold_in(key, 1), (100, 5)))
    ys = np.array(jax.random.normal(jax.random.fold_in(key, 2), (100,)))
    residual = xs @ w - ys
    grads = 2 * residual[:, None] * np.column_stack([xs, np.ones(100)])
    show("the third", grads[2, :5], grads[2, 5])
    norms = np.sqrt((grads ** 2).sum(1))
    clipped = grads * np.minimum(1 / norms, 1)[:, None]
    show("largest norm, clipped", norms.max(), np.sqrt((clipped ** 2).sum(1)).max())
    show("mean", clipped.mean(0)[:5], clipped.mean(0)[5])


def newton():
    print("# Newton")

    def f(x):
        return sum(100 * (x[i + 1] - x[i] ** 2) ** 2 + (1 - x[i]) ** 2 for i in range(2))

    x = [mp.mpf("1.3"), mp.mpf("0.7"), mp.mpf("0.8")]
    orders = lambda *k: tuple(k)
    unit = lambda i: orders(*(int(j == i) for j in range(3)))
    pair = lambda i, k: orders(*(int(j == i) + int(j == k) for j in range(3)))
    partial = lambda n, at: mp.diff(lambda *v: f(v), tuple(at), n)
    show("f", f(x))
    show("gradient", [partial(unit(i), x) for i in range(3)])
    show("Hessian", [[partial(pair(i, k), x) for k in range(3)] for i in range(3)])
    at = x
    for _ in range(30):
        g = mp.matrix([partial(unit(i), at) for i in range(3)])
        h = mp.matrix([[partial(pair(i, k), at) for k in range(3)] for i in range(3)])
        at = list(mp.matrix(at) - mp.lu_solve(h, g))
    show("minimum at", at)
    show("H v", [partial(pair(i, 0), x) for i in range(3)])
    # f = (a b)^2 + (a c)^2 at a, b, c = 1, 2, 3
    a, b, c = 1, 2, 3
    show("Hessian of a structure",
         [[2 * (b * b + c * c), 4 * a * b, 4 * a * c], [4 * a * b, 2 * a * a, 0], [4 * a * c, 0, 2 * a * a]])


def black_scholes():
    print("# BlackScholes")
    s, r, v, t = mp.mpf(100), mp.mpf("0.03"), mp.mpf("0.2"), mp.mpf(1)
    strikes = [80, 90, 100, 110, 120]
    d1 = lambda k: (mp.log(s / k) + (r + v * v / 2) * t) / (v * mp.sqrt(t))
    d2 = lambda k: d1(k) - v * mp.sqrt(t)
    late = lambda k: k * mp.exp(-r * t)
    show("price", [s * mp.ncdf(d1(k)) - late(k) * mp.ncdf(d2(k)) for k in strikes])
    show("delta", [mp.ncdf(d1(k)) for k in strikes])
    show("vega", [s * mp.npdf(d1(k)) * mp.sqrt(t) for k in strikes])
    show("rho", [late(k) * t * mp.ncdf(d2(k)) for k in strikes])
    show("theta", [-s * mp.npdf(d1(k)) * v / (2 * mp.sqrt(t)) - r * late(k) * mp.ncdf(d2(k)) for k in strikes])
    show("gamma", [mp.npdf(d1(k)) / (s * v * mp.sqrt(t)) for k in strikes])
    show("both", mp.ncdf(d1(100)), -mp.exp(-r * t) * mp.ncdf(d2(100)))


def custom_rules():
    print("# CustomRules")
    s = lambda x: 1 / (1 + mp.exp(-x))
    show("softplus'(100), softplus'(1), softplus''(1)", s(mp.mpf(100)), s(mp.mpf(1)), s(mp.mpf(1)) * (1 - s(mp.mpf(1))))
    show("clipped", 6)
    x = mp.findroot(lambda x: x + mp.tanh(x) / 2 - 1, 0.7)
    slope = 1 + mp.sech(x) ** 2 / 2
    show("x, dx/dslope, dx/dheight", x, -mp.tanh(x) / slope, 1 / slope)
    show("stopped", 3)


def recurrence():
    print("# Recurrence")
    def lin(a, b, n):
        return [mp.mpf(a) + (mp.mpf(b) - mp.mpf(a)) * i / (n - 1) for i in range(n)]
    x = [mp.sin(v) for v in lin(-1, 1, 10)]
    wx, wh = lin("-0.5", "0.7", 6), lin("0.6", "-0.4", 9)
    def loss(*b):
        h, total = [0, 0, 0], 0
        for t in range(5):
            h = [mp.tanh(sum(x[2 * t + i] * wx[3 * i + k] for i in range(2))
                         + sum(h[i] * wh[3 * i + k] for i in range(3)) + b[k]) for k in range(3)]
            total += sum(v * v for v in h)
        return total / 15
    b = (mp.mpf("0.1"), mp.mpf(0), mp.mpf("-0.1"))
    show("loss", loss(*b))
    show("by the bias", [mp.diff(loss, b, tuple(int(i == k) for i in range(3))) for k in range(3)])
    show("root", mp.sqrt(2), 1 / (2 * mp.sqrt(2)))
    show("safe", [0, 0, 1])
    show("sum, power", 45, 32)
    show("products", [1 + 2 + 6 + 24, 1 + 3 + 12, 2 + 8, 6])
    show("relaxation", 1 - (1 - mp.mpf(1) / 5000) ** 5000)


def lotka_volterra():
    print("# LotkaVolterra")
    rates = np.array([1.1, 0.4, 0.4, 0.1])

    def change(t, z):
        # The solution, and its derivatives by the four rates.
        x, y = z[:2]
        s = z[2:].reshape(4, 2)
        meet = x * y
        jacobian = np.array([[rates[0] - rates[1] * y, -rates[1] * x], [rates[3] * y, rates[3] * x - rates[2]]])
        forcing = np.array([[x, 0], [-meet, 0], [0, -y], [0, meet]])
        return np.concatenate([[rates[0] * x - rates[1] * meet, rates[3] * meet - rates[2] * y],
                               (s @ jacobian.T + forcing).ravel()])

    end = solve_ivp(change, (0, 15), [10.0, 5.0] + [0.0] * 8, method="DOP853", rtol=1e-13, atol=1e-13).y[:, -1]
    print("at the end %.5f prey, %.5f predators" % (end[0], end[1]))
    print("fitted true, noise found true, rates within three standard errors true")
    for _ in range(2):
        print("sensitivity %.3f %.3f %.3f %.3f" % tuple(end[2::2]))


def eight_schools():
    print("# EightSchools")
    y = np.array([28.0, 8, -3, 7, -1, 1, 18, 12])
    sigma = np.array([15.0, 10, 16, 11, 9, 11, 10, 18])

    def value(q):
        mu, tau, eta = q[0], np.exp(q[1]), q[2:]
        normal = lambda x, m, s: -0.5 * ((x - m) / s) ** 2 - np.log(s) - 0.5 * np.log(2 * np.pi)
        return (normal(mu, 0, 5) + np.log(2 / (5 * np.pi)) - np.log1p(tau ** 2 / 25) + q[1] + normal(eta, 0, 1).sum()
                + normal(y, mu + tau * eta, sigma).sum())

    def gradient(q):
        mu, tau, eta = q[0], np.exp(q[1]), q[2:]
        pull = (y - mu - tau * eta) / sigma ** 2
        return np.concatenate([[pull.sum() - mu / 25, tau * (pull * eta).sum() - 2 * tau ** 2 / (25 + tau ** 2) + 1],
                               tau * pull - eta])

    q, p = np.zeros(10), np.zeros(10)
    show("log density at the start", value(q))
    for _ in range(10):
        p = p + 0.05 * gradient(q)
        q = q + 0.1 * p
        p = p + 0.05 * gradient(q)
    show("mu after ten steps", q[0])
    print("R-hat below 1.02 true, few divergences true")
    print("mean of mu as published true")


def sparse():
    print("# Sparse")
    n = 10_000
    x = [i / (n - 1) for i in range(n)]
    print("SparseMatrix (%d,%d) with %d entries" % (n, n, 3 * n - 2))
    show("largest", max(2, max(abs(12 * x[i] ** 2 - 4 * x[i + 1] + 2 * (i > 0)) for i in range(n - 1)), 4 * x[-2]))
    print("|H x - hvp| true")
    for _ in range(3):
        show("largest derivative", max(1, max(abs(mp.exp(u) - 2) for u in x[1:-1])))
        x = [mp.mpf(0)] + x[1:-1] + [mp.mpf(0)]
        x = [x[0]] + [x[i] + (x[i + 1] - 2 * x[i] + x[i - 1] + mp.exp(x[i])) / 10 for i in range(1, n - 1)] + [x[-1]]
    show("and of derivatives", max(mp.exp(u) for u in x[1:-1]))
    print("SparseMatrix (100000,100000) with %d entries" % (3 * 99_999))


for program in (derivatives, static_graph, breadcrumbs, logistic_regression, per_example_gradients, newton,
                black_scholes, custom_rules, recurrence, lotka_volterra, eight_schools, sparse):
    program()
