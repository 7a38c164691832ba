"""The numbers that W2 to W10 are about, as NumPy arrays: what the workloads in Java make, stream by stream."""

import math

import numpy as np

from common import labels, symmetric, uniform

RATE = 0.01  # of the steps of W5 and W10
STEP, STEPS = 0.01, 1000  # of W9's Runge-Kutta method


def rosenbrock(n):
    return symmetric(2, 1.2, n)


def chain():
    return 0.5 + 0.05 * np.arange(8)


def logistic(n, d):
    """Weights, examples and signs."""
    return symmetric(6, 0.1, d), symmetric(4, 1, n, d), np.where(uniform(5, n) < 0.5, -1.0, 1.0)


def floats(stream, divisor, *shape):
    return (symmetric(stream, 1, *shape) / divisor).astype(np.float32)


def no_bias(n):
    return np.zeros(n, dtype=np.float32)


def perceptron():
    """Parameters, examples and labels of W5."""
    parameters = [
        floats(22, 28, 784, 512),
        no_bias(512),
        floats(23, 16, 512, 256),
        no_bias(256),
        floats(24, 16, 256, 10),
        no_bias(10),
    ]
    return parameters, floats(20, 1, 128, 784), labels(21, 10, 128)


def images():
    """The same of W10: kernels are out × in × 3 × 3."""
    parameters = [
        floats(72, 3, 16, 1, 3, 3),
        no_bias(16),
        floats(73, 12, 32, 16, 3, 3),
        no_bias(32),
        floats(74, 40, 1568, 10),
        no_bias(10),
    ]
    return parameters, floats(70, 1, 64, 1, 28, 28), labels(71, 10, 64)


def fused(n, dtype):
    return [symmetric(stream, 1, n).astype(dtype) for stream in (8, 9)]


def square():
    """W7's matrix and vector."""
    return symmetric(10, 0.1, 100, 100), symmetric(11, 1, 100)


def direction(n):
    return symmetric(12, 1, n)


def mixture(d, k, n):
    """Alphas, means, factors and points of W8's mixture of Gaussians."""
    return symmetric(30, 1, k), symmetric(31, 1, k, d), symmetric(32, 0.5, k, d * (d + 1) // 2), symmetric(33, 2, n, d)


def lower_triangle(d):
    """Rows and columns of a factor's entries below the diagonal, as they are stored: column after column."""
    columns, rows = np.triu_indices(d, 1)
    return rows, columns


def mixture_constant(d, k, n):
    """What does not depend on parameters, with Wishart parameters gamma = 1 and m = 0."""
    freedom = d + 1
    log_gamma = d * (d - 1) / 4 * math.log(math.pi) + sum(math.lgamma((freedom - j) / 2) for j in range(d))
    wishart = -freedom * d / 2 * math.log(2) - log_gamma
    return -n * d / 2 * math.log(2 * math.pi) - k * wishart


def adjustment():
    """Cameras, points and weights of W8's bundle adjustment; which camera sees which point, and where."""
    observations, cameras, points = 10_000, 21, 2000
    scales = np.array([0.3, 0.3, 0.3, 0.5, 0.5, 0.5, 0.1, 0.05, 0.05, 0.05, 0.05])
    return (
        symmetric(40, 1, cameras, 11) * scales + np.eye(11)[6],
        symmetric(41, 1, points, 3) + np.array([0.0, 0.0, 5.0]),
        0.5 + 0.5 * uniform(42, observations),
        labels(43, cameras, observations),
        labels(44, points, observations),
        symmetric(45, 0.3, observations, 2),
    )


def lstm():
    """Weights of gates and of in- and output, the state, and the text of W8's LSTM: two layers of 14, 100 characters."""
    text = (uniform(53, 100, 14) < 0.3).astype(np.float64)
    return symmetric(50, 0.5, 4, 56), symmetric(51, 0.5, 3, 14), symmetric(52, 0.5, 4, 14), text


def recurrent():
    """Matrix, bias and inputs of W9's network."""
    return symmetric(60, 0.25, 32, 32), symmetric(61, 0.1, 32), symmetric(62, 1, STEPS, 32)


def rates():
    """Of W9's Lotka and Volterra."""
    return np.array([1.5, 1.0, 3.0, 1.0])
