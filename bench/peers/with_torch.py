"""Workloads W1 to W10 by PyTorch, one line of JSON each: see README.md beside this file.

usage: python with_torch.py [--compile] W1 W2 ...

Eager, or with --compile by torch.compile (Inductor): without W3, W9, W8's LSTM and W2's hundred numbers, loops that it would unroll.
"""

import sys

import numpy as np
import torch
import torch.nn.functional as F
from torch.func import grad, hessian, jacfwd, jacrev, jvp

import data
from common import THREADS, run, wanted

torch.set_num_threads(THREADS)
COMPILE = "--compile" in sys.argv
PEER = "torch-compile" if COMPILE else "torch-eager"


def compiled(f):
    """From a fresh start: what an earlier case compiled counts against a limit."""
    if not COMPILE:
        return f
    torch._dynamo.reset()
    return torch.compile(f, dynamic=False)


def tensor(value):
    if isinstance(value, np.ndarray):
        return torch.from_numpy(np.ascontiguousarray(value))
    return torch.tensor(value, dtype=torch.float64)


def numpy(tensors):
    return [t.detach().numpy() for t in tensors]


def gradient(workload, case, n, f, args, of=(0,), dtype="f64"):
    """A case that is value and gradient of f with respect to the arguments `of`."""
    if not wanted(workload, case, n, dtype):
        return
    args = [tensor(a) for a in args]
    leaves = [args[i].requires_grad_(True) for i in of]
    function = compiled(f)

    def both():
        value = function(*args)
        return value, torch.autograd.grad(value, leaves)

    def alone():
        with torch.no_grad():
            return function(*args)

    run(PEER, workload, case, n, both, lambda r: (r[0].item(), numpy(r[1])), alone, dtype)


def training(workload, case, n, loss, parameters, examples, labels):
    """Steps of training, each of the parameters that the last one left; the checksums are those of the start."""
    if not wanted(workload, case, n, "f32"):
        return
    p = [tensor(a.copy()).requires_grad_(True) for a in parameters]
    examples, labels = tensor(examples), tensor(labels)
    value = loss(p, examples, labels)
    start = value.item(), [g.copy() for g in numpy(torch.autograd.grad(value, p))]
    function = compiled(loss)

    def step():
        value = function(p, examples, labels)
        slopes = torch.autograd.grad(value, p)
        with torch.no_grad():
            torch._foreach_add_(p, slopes, alpha=-data.RATE)
        return value

    def alone():
        with torch.no_grad():
            return function(p, examples, labels)

    run(PEER, workload, case, n, step, lambda _: start, alone, "f32")


def w1():
    gradient("W1", "seed", 3, lambda x, y, c: (x * y + c) * c + x, [0.9, 0.4, 1.3], (0, 1, 2))


def rosenbrock(x):
    return torch.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)


def rosenbrock_of_numbers(x):
    numbers = x.unbind()
    total = 0.0
    for at, after in zip(numbers, numbers[1:]):
        t = after - at * at
        u = 1.0 - at
        total = total + (100.0 * (t * t) + u * u)
    return total


def w2():
    for n in (2, 10, 1000):
        gradient("W2", "vec", n, rosenbrock, [data.rosenbrock(n)])
    for n in (10,) if COMPILE else (10, 100):
        gradient("W2", "unrolled", n, rosenbrock_of_numbers, [data.rosenbrock(n)])


def chain(x):
    y = x
    for k in range(1000):
        y = y * x if k % 3 == 0 else y + x if k % 3 == 1 else torch.sin(y)
    return y


def w3():
    if not COMPILE:
        gradient("W3", "scalar", 1000, chain, [0.7])
        gradient("W3", "vec8", 1000, lambda x: torch.sum(chain(x)), [data.chain()])


def logistic(w, x, y):
    return F.softplus(-y * (x @ w)).mean()


def w4():
    for n, d in ((100, 10), (10_000, 100)):
        gradient("W4", f"{n}x{d}", n, logistic, data.logistic(n, d))


def perceptron(p, examples, labels):
    h = torch.relu(torch.addmm(p[1], examples, p[0]))
    h = torch.relu(torch.addmm(p[3], h, p[2]))
    return F.cross_entropy(torch.addmm(p[5], h, p[4]), labels)


def w5():
    training("W5", "mlp-step", 128, perceptron, *data.perceptron())


def w6():
    def fused(a, b):
        return torch.sum(torch.tanh(a * b + torch.exp(-a * a)))

    for n in (1000, 100_000, 10_000_000):
        for name, dtype in (("f64", np.float64), ("f32", np.float32)):
            if wanted("W6", "fused", n, name):
                gradient("W6", "fused", n, fused, data.fused(n, dtype), (0, 1), name)


def w7():
    def case(name, n, f, derivative, args):
        """`derivative` of the arguments, beside f, whose results are summed for the checksum."""
        if not wanted("W7", name, n):
            return
        both = compiled(derivative)

        def alone():
            with torch.no_grad():
                return f(*args)

        run(PEER, "W7", name, n, lambda: both(*args), lambda r: (f(*args).sum().item(), numpy([r])), alone)

    args = [tensor(a) for a in data.logistic(1000, 50)]
    case("hessian-logistic", 50, logistic, hessian(logistic), args)

    def rolled(x, a):
        return torch.tanh(a @ x) * x + torch.sin(torch.roll(x, 1))

    a, x = [tensor(value) for value in data.square()]
    case("jacfwd", 100, rolled, jacfwd(rolled), (x, a))
    case("jacrev", 100, rolled, jacrev(rolled), (x, a))

    def forward_of_reverse(x, v):
        return jvp(grad(rosenbrock), (x,), (v,))[1]

    def reverse_of_reverse(x, v):
        """Twice as fast as the other in eager mode; torch.compile cannot differentiate twice in this way."""
        x = x.detach().requires_grad_(True)
        (slope,) = torch.autograd.grad(rosenbrock(x), x, create_graph=True)
        return torch.autograd.grad(slope, x, v)[0]

    n = 100_000
    args = [tensor(data.rosenbrock(n)), tensor(data.direction(n))]
    case("hvp-rosenbrock", n, lambda x, v: rosenbrock(x), forward_of_reverse if COMPILE else reverse_of_reverse, args)


def mixture(d, k, n):
    rows, columns = [torch.from_numpy(a) for a in data.lower_triangle(d)]
    components = torch.arange(k)[:, None]
    constant = data.mixture_constant(d, k, n)

    def posterior(alphas, means, factors, x):
        logarithms = factors[:, :d].sum(1)
        diagonal = torch.exp(factors[:, :d])
        lower = factors[:, d:]
        zeros = torch.zeros(k, d, d, dtype=x.dtype)
        full = zeros.index_put((components, rows[None], columns[None]), lower) + torch.diag_embed(diagonal)
        scaled = torch.bmm(x[None] - means[:, None], full.transpose(1, 2))
        exponents = (alphas + logarithms)[:, None] - 0.5 * (scaled * scaled).sum(-1)
        prior = 0.5 * ((diagonal * diagonal).sum() + (lower**2).sum())
        return constant + torch.logsumexp(exponents, 0).sum() - n * torch.logsumexp(alphas, 0) + prior

    return posterior


def errors(q, features):
    """Of observations, a row each: q is 11 parameters of a camera, 3 of a point, and a weight."""
    axis = q[:, 0:3]
    x = q[:, 11:14] - q[:, 3:6]
    angle = torch.sqrt((axis * axis).sum(1, keepdim=True))
    cosine, unit = torch.cos(angle), axis / angle
    along = unit * ((unit * x).sum(1, keepdim=True) * (1.0 - cosine))
    seen = x * cosine + torch.linalg.cross(unit, x) * torch.sin(angle) + along
    p = seen[:, :2] / seen[:, 2:3]
    r = (p * p).sum(1, keepdim=True)
    distortion = 1.0 + q[:, 9:10] * r + q[:, 10:11] * r * r
    return q[:, 14:15] * (p * distortion * q[:, 6:7] + q[:, 7:9] - features)


def adjustment():
    """The rows of the Jacobian by two reverse sweeps, each for all observations at once."""
    if not wanted("W8", "ba-jacobian", 10_000):
        return
    cameras, points, weights, camera, point, features = [tensor(a) for a in data.adjustment()]
    function = compiled(errors)
    first, second = torch.eye(2, dtype=torch.float64)[:, None].expand(2, len(weights), 2).contiguous()

    def joined():
        return torch.cat([cameras[camera], points[point], weights[:, None]], 1)

    def both():
        q = joined().requires_grad_(True)
        result = function(q, features)
        rows = [
            torch.autograd.grad(result, q, first, retain_graph=True)[0],
            torch.autograd.grad(result, q, second)[0],
        ]
        return result, torch.stack(rows, 1)

    def alone():
        with torch.no_grad():
            return function(joined(), features)

    run(PEER, "W8", "ba-jacobian", 10_000, both, lambda r: ((r[0] ** 2).sum().item(), numpy(r[1:])), alone)


def lstm(main, extra, state, text):
    state, main, extra = list(state.unbind()), main.unbind(), extra.unbind()
    total = 0.0
    for before, after in zip(text[:-1], text[1:]):
        x = before * extra[0]
        for i in range(0, len(state), 2):
            hidden, cell = state[i], state[i + 1]
            gates = torch.cat([x, hidden, x, hidden]) * main[i] + main[i + 1]
            forget, take, give, new = gates.chunk(4)
            cell = cell * torch.sigmoid(forget) + torch.sigmoid(take) * torch.tanh(new)
            x = torch.sigmoid(give) * torch.tanh(cell)
            state[i], state[i + 1] = x, cell
        y = x * extra[1] + extra[2]
        total = total + (after * (y - torch.log(torch.exp(y).sum() + 2.0))).sum()
    return -total / text[1:].numel()


def w8():
    n = 1000
    for d, k in ((10, 5), (20, 25)):
        gradient("W8", f"gmm-d{d}-k{k}", n, mixture(d, k, n), data.mixture(d, k, n), (0, 1, 2))
    adjustment()
    if not COMPILE:
        gradient("W8", "lstm-l2-c100", 100, lstm, data.lstm(), (0, 1))


def recurrent(w, b, inputs):
    h = torch.zeros(w.shape[0], dtype=w.dtype)
    total = 0.0
    for x in inputs.unbind():
        h = torch.tanh(w @ h + b + x)
        total = total + (h * h).mean()
    return total / inputs.shape[0]


def populations(rates):
    """Lotka and Volterra's equations, by the classical Runge-Kutta method."""
    p = rates.unbind()
    h = data.STEP
    x = y = 1.0

    def slope(x, y):
        return p[0] * x - p[1] * x * y, p[3] * x * y - p[2] * y

    for _ in range(data.STEPS):
        a1, b1 = slope(x, y)
        a2, b2 = slope(x + 0.5 * h * a1, y + 0.5 * h * b1)
        a3, b3 = slope(x + 0.5 * h * a2, y + 0.5 * h * b2)
        a4, b4 = slope(x + h * a3, y + h * b3)
        x = x + h / 6 * (a1 + 2 * a2 + 2 * a3 + a4)
        y = y + h / 6 * (b1 + 2 * b2 + 2 * b3 + b4)
    return x + y


def w9():
    if not COMPILE:
        gradient("W9", "rnn-1000x32", 1000, recurrent, data.recurrent(), (0, 1))
        gradient("W9", "lotka-volterra-rk4", 1000, populations, [data.rates()])


def convolutional(p, examples, labels):
    h = F.max_pool2d(torch.relu(F.conv2d(examples, p[0], p[1], padding=1)), 2)
    h = F.max_pool2d(torch.relu(F.conv2d(h, p[2], p[3], padding=1)), 2)
    return F.cross_entropy(torch.addmm(p[5], h.flatten(1), p[4]), labels)


def w10():
    training("W10", "conv-step-nchw", 64, convolutional, *data.images())


def main(names):
    workloads = {"W1": w1, "W2": w2, "W3": w3, "W4": w4, "W5": w5, "W6": w6, "W7": w7, "W8": w8, "W9": w9, "W10": w10}
    for name in names:
        if name not in workloads:
            sys.exit(f"with_torch.py has no {name}, only {', '.join(workloads)}")
        workloads[name]()


if __name__ == "__main__":
    main([name for name in sys.argv[1:] if name != "--compile"])
