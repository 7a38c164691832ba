"""Workloads W1 to W14 by JAX, W13 and W14 by libraries on it, a line of JSON for each case: see README.md beside this file.

usage: python with_jax.py [--eager] W1 W2 ...

All is compiled by jax.jit, data are arguments. With --eager, W1 to W10 are not; what jax.lax.scan runs is compiled then too.
"""

import sys

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax
from jax.nn import logsumexp, relu, sigmoid, softplus

import data
from common import run, wanted

jax.config.update("jax_enable_x64", True)
EAGER = "--eager" in sys.argv
PEER = "jax-eager" if EAGER else "jax-jit"
compiled = (lambda f: f) if EAGER else jax.jit
done = jax.block_until_ready


def arrays(values):
    return [jnp.asarray(value) for value in values]


def gradient(workload, case, n, f, args, of=0, dtype="f64"):
    """A case that is value and gradient of f with respect to the arguments `of`."""
    if not wanted(workload, case, n, dtype):
        return
    args = done(arrays(args))
    both, alone = compiled(jax.value_and_grad(f, argnums=of)), compiled(f)
    run(PEER, workload, case, n, lambda: done(both(*args)), lambda r: (r[0], jax.tree.leaves(r[1])),
        lambda: done(alone(*args)), dtype)


def training(workload, case, n, loss, parameters, examples, labels, as_ours=lambda gradients: gradients):
    """Steps of training, each of the parameters that the last one left; the checksums are those of the start."""
    if not wanted(workload, case, n, "f32"):
        return
    current = arrays(parameters)
    examples, labels = arrays([examples, labels])
    start = jax.value_and_grad(loss)(current, examples, labels)

    @compiled
    def step(p, examples, labels):
        value, slopes = jax.value_and_grad(loss)(p, examples, labels)
        return value, [a - data.RATE * b for a, b in zip(p, slopes)]

    def call():
        nonlocal current
        value, current = done(step(current, examples, labels))
        return value

    alone = compiled(loss)
    run(PEER, workload, case, n, call, lambda _: (start[0], as_ours(start[1])),
        lambda: done(alone(current, examples, labels)), "f32")


def w1():
    gradient("W1", "seed", 3, lambda x, y, c: (x * y + c) * c + x, [0.9, 0.4, 1.3], (0, 1, 2))


def rosenbrock(x):
    return jnp.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)


def rosenbrock_of_numbers(x):
    numbers = [x[i] for i in range(x.shape[0])]
    total = 0.0
    for at, after in zip(numbers, numbers[1:]):
        t = after - at * at
        u = 1.0 - at
        total = total + (100.0 * (t * t) + u * u)
    return total


def w2():
    for n in (2, 10, 1000):
        gradient("W2", "vec", n, rosenbrock, [data.rosenbrock(n)])
    for n in (10, 100):
        gradient("W2", "unrolled", n, rosenbrock_of_numbers, [data.rosenbrock(n)])


def chain(x):
    y = x
    for k in range(1000):
        y = y * x if k % 3 == 0 else y + x if k % 3 == 1 else jnp.sin(y)
    return y


def w3():
    gradient("W3", "scalar", 1000, chain, [0.7])
    gradient("W3", "vec8", 1000, lambda x: jnp.sum(chain(x)), [data.chain()])


def logistic(w, x, y):
    return jnp.mean(softplus(-y * (x @ w)))


def w4():
    for n, d in ((100, 10), (10_000, 100)):
        gradient("W4", f"{n}x{d}", n, logistic, data.logistic(n, d))


def cross_entropy(logits, labels):
    return jnp.mean(logsumexp(logits, axis=1) - jnp.take_along_axis(logits, labels[:, None], 1)[:, 0])


def perceptron(p, examples, labels):
    h = relu(examples @ p[0] + p[1])
    h = relu(h @ p[2] + p[3])
    return cross_entropy(h @ p[4] + p[5], labels)


def w5():
    training("W5", "mlp-step", 128, perceptron, *data.perceptron())


def w6():
    def fused(a, b):
        return jnp.sum(jnp.tanh(a * b + jnp.exp(-a * a)))

    for n in (1000, 100_000, 10_000_000):
        for name, dtype in (("f64", np.float64), ("f32", np.float32)):
            if wanted("W6", "fused", n, name):
                gradient("W6", "fused", n, fused, data.fused(n, dtype), (0, 1), name)


def w7():
    def case(name, n, f, derivative, args):
        """`derivative` of the arguments, beside f, whose results are summed for the checksum."""
        both, alone = compiled(derivative), compiled(f)
        run(PEER, "W7", name, n, lambda: done(both(*args)), lambda r: (jnp.sum(f(*args)), [r]), lambda: done(alone(*args)))

    case("hessian-logistic", 50, logistic, jax.hessian(logistic), arrays(data.logistic(1000, 50)))

    def rolled(x, a):
        return jnp.tanh(a @ x) * x + jnp.sin(jnp.roll(x, 1))

    a, x = arrays(data.square())
    case("jacfwd", 100, rolled, jax.jacfwd(rolled), (x, a))
    case("jacrev", 100, rolled, jax.jacrev(rolled), (x, a))

    n = 100_000
    x, v = arrays([data.rosenbrock(n), data.direction(n)])
    case("hvp-rosenbrock", n, lambda x, v: rosenbrock(x), lambda x, v: jax.jvp(jax.grad(rosenbrock), (x,), (v,))[1], (x, v))


def mixture(d, k, n):
    rows, columns = data.lower_triangle(d)
    constant = data.mixture_constant(d, k, n)

    def posterior(alphas, means, factors, x):
        logarithms = jnp.sum(factors[:, :d], 1)
        diagonal = jnp.exp(factors[:, :d])
        lower = factors[:, d:]
        full = jnp.zeros((k, d, d)).at[:, rows, columns].set(lower) + jax.vmap(jnp.diag)(diagonal)
        scaled = jnp.matmul(x[None] - means[:, None], jnp.swapaxes(full, 1, 2))
        exponents = (alphas + logarithms)[:, None] - 0.5 * jnp.sum(scaled * scaled, -1)
        prior = 0.5 * (jnp.sum(diagonal * diagonal) + jnp.sum(lower**2))
        return constant + jnp.sum(logsumexp(exponents, axis=0)) - n * logsumexp(alphas) + prior

    return posterior


def rotated(axis, x):
    """Rodrigues' formula."""
    angle = jnp.sqrt(jnp.sum(axis * axis))
    cosine, unit = jnp.cos(angle), axis / angle
    return x * cosine + jnp.cross(unit, x) * jnp.sin(angle) + unit * (jnp.dot(unit, x) * (1.0 - cosine))


def error(q, feature):
    """Of one observation: q is 11 parameters of a camera, 3 of a point, and a weight."""
    seen = rotated(q[0:3], q[11:14] - q[3:6])
    p = seen[:2] / seen[2]
    r = jnp.sum(p * p)
    distortion = 1.0 + q[9] * r + q[10] * r * r
    return q[14] * (p * distortion * q[6] + q[7:9] - feature)


def lstm(main, extra, state, text):
    def step(state, pair):
        x = pair[0] * extra[0]
        after = []
        for i in range(0, len(state), 2):
            hidden, cell = state[i], state[i + 1]
            gates = jnp.concatenate([x, hidden, x, hidden]) * main[i] + main[i + 1]
            forget, take, give, new = jnp.split(gates, 4)
            cell = cell * sigmoid(forget) + sigmoid(take) * jnp.tanh(new)
            x = sigmoid(give) * jnp.tanh(cell)
            after += [x, cell]
        y = x * extra[1] + extra[2]
        return tuple(after), jnp.sum(pair[1] * (y - jnp.log(jnp.sum(jnp.exp(y)) + 2.0)))

    each = lax.scan(step, tuple(state), (text[:-1], text[1:]))[1]
    return -jnp.sum(each) / each.size / text.shape[1]


def w8():
    n = 1000
    for d, k in ((10, 5), (20, 25)):
        gradient("W8", f"gmm-d{d}-k{k}", n, mixture(d, k, n), data.mixture(d, k, n), (0, 1, 2))

    def joined(cameras, points, weights, camera, point):
        return jnp.concatenate([cameras[camera], points[point], weights[:, None]], 1)

    def errors(*scene):
        return jax.vmap(error)(joined(*scene[:5]), scene[5])

    def with_jacobians(*scene):
        q = joined(*scene[:5])
        return jax.vmap(error)(q, scene[5]), jax.vmap(jax.jacfwd(error))(q, scene[5])

    scene = arrays(data.adjustment())
    both, alone = compiled(with_jacobians), compiled(errors)
    run(PEER, "W8", "ba-jacobian", 10_000, lambda: done(both(*scene)), lambda r: (jnp.sum(r[0] ** 2), [r[1]]),
        lambda: done(alone(*scene)))
    gradient("W8", "lstm-l2-c100", 100, lstm, data.lstm(), (0, 1))


def recurrent(w, b, inputs):
    def step(h, x):
        h = jnp.tanh(w @ h + b + x)
        return h, jnp.mean(h * h)

    return jnp.mean(lax.scan(step, jnp.zeros(w.shape[0]), inputs)[1])


def populations(p):
    """Lotka and Volterra's equations, by the classical Runge-Kutta method."""
    h = data.STEP

    def slope(u):
        x, y = u
        return p[0] * x - p[1] * x * y, p[3] * x * y - p[2] * y

    def moved(u, time, slope):
        return u[0] + time * slope[0], u[1] + time * slope[1]

    def step(u, _):
        k1 = slope(u)
        k2 = slope(moved(u, 0.5 * h, k1))
        k3 = slope(moved(u, 0.5 * h, k2))
        k4 = slope(moved(u, h, k3))
        return tuple(u[i] + h / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]) for i in (0, 1)), None

    x, y = lax.scan(step, (jnp.float64(1.0), jnp.float64(1.0)), None, length=data.STEPS)[0]
    return x + y


def w9():
    gradient("W9", "rnn-1000x32", 1000, recurrent, data.recurrent(), (0, 1))
    gradient("W9", "lotka-volterra-rk4", 1000, populations, [data.rates()])


def convolutional(channels_last):
    """The loss of W10's network, in one of two layouts of images: JAX is faster in the one or the other."""
    names = ("NHWC", "HWIO", "NHWC") if channels_last else ("NCHW", "OIHW", "NCHW")
    window = (1, 2, 2, 1) if channels_last else (1, 1, 2, 2)

    def layer(x, kernel, bias):
        y = lax.conv_general_dilated(x, kernel, (1, 1), "SAME", dimension_numbers=names)
        y = relu(y + (bias if channels_last else bias[None, :, None, None]))
        return lax.reduce_window(y, -jnp.inf, lax.max, window, window, "VALID")

    def loss(p, examples, labels):
        h = layer(layer(examples, p[0], p[1]), p[2], p[3])
        return cross_entropy(h.reshape(h.shape[0], -1) @ p[4] + p[5], labels)

    return loss


def w10():
    p, examples, labels = data.images()
    training("W10", "conv-step-nchw", 64, convolutional(False), p, examples, labels)
    turned = [p[0].transpose(2, 3, 1, 0), p[1], p[2].transpose(2, 3, 1, 0), p[3],
              p[4].reshape(32, 7, 7, 10).transpose(1, 2, 0, 3).reshape(1568, 10), p[5]]

    def as_ours(g):
        return [g[0].transpose(3, 2, 0, 1), g[1], g[2].transpose(3, 2, 0, 1), g[3],
                g[4].reshape(7, 7, 32, 10).transpose(2, 0, 1, 3).reshape(1568, 10), g[5]]

    training("W10", "conv-step-nhwc", 64, convolutional(True), turned, examples.transpose(0, 2, 3, 1), labels, as_ours)


def main(names):
    workloads = {"W1": w1, "W2": w2, "W3": w3, "W4": w4, "W5": w5, "W6": w6, "W7": w7, "W8": w8, "W9": w9, "W10": w10}
    if not EAGER and any(name not in workloads for name in names):
        import jax_further

        workloads.update(jax_further.WORKLOADS)
    for name in names:
        if name not in workloads:
            sys.exit(f"with_jax.py has no {name}{' with --eager' if EAGER else ''}, only {', '.join(workloads)}")
        workloads[name]()


if __name__ == "__main__":
    main([name for name in sys.argv[1:] if name != "--eager"])
