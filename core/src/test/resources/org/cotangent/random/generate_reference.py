"""Writes reference.txt: random numbers of JAX, for the tests of RandomKey.

    pip install "jax==0.10.2" mpmath && python generate_reference.py

One line is one draw: function, seed, arguments, shape, values; the columns are separated by tabs, the values by
spaces. Numbers with a fraction are hexadecimal, so they are exact. Whole numbers are signed decimals.

JAX's normal and exponential numbers are not exactly the function of the uniform number that they are meant to be: of
these lines they are up to 31 and 130 units in the last place away, in the tails of the normal distribution more than a
thousand. So there are lines for these functions too, of 60 digits.
"""

import pathlib

import jax

jax.config.update("jax_enable_x64", True)
jax.config.update("jax_platforms", "cpu")

import jax.numpy as jnp
import mpmath
import numpy as np
from jax import random

mpmath.mp.dps = 60
SEEDS = [0, 42, -5, (1 << 40) + 123, -(1 << 63)]
SHAPES = [(), (0,), (1,), (7,), (3, 5), (2, 0, 3), (2, 3, 4)]
RANGES = [(-3.3, 7.1), (0.1, 0.3), (-1e300, 2.0), (1e15, 1e15 + 1)]
SPANS = [(0, 10), (-3, 4), (5, 6), (0, 1 << 32), (-7, 3 << 40), (-(1 << 63), (1 << 63) - 1)]
SPANS_I32 = [(0, 10), (-3, 4), (5, 6), (0, 1 << 16), (-7, 1 << 20), (-(1 << 31), (1 << 31) - 1), (-(1 << 31), 1 << 31)]
LOGITS = np.arange(12.0).reshape(3, 4) % 5 - 1.5

lines = []


def text(value):
    return float(value).hex() if isinstance(value, np.floating) else str(int(value))


def line(function, seed, arguments, values):
    values = np.asarray(values)
    if values.dtype == np.uint64:
        values = values.view(np.int64)
    columns = [
        function,
        str(seed),
        ",".join(map(str, arguments)),
        ",".join(map(str, values.shape)),
        " ".join(text(v) for v in values.ravel()),
    ]
    lines.append("\t".join(columns))


def words(keys):
    return np.asarray(random.key_data(keys))


def normal(u):
    """sqrt(2)*erfinv(u) by Newton's method."""
    x = mpmath.erfinv(u)
    return mpmath.sqrt(2) * (x - (mpmath.erf(x) - u) * mpmath.sqrt(mpmath.pi) / 2 * mpmath.exp(x * x))


def exact(function, seed, dtype, low, f, shape):
    uniform = np.asarray(random.uniform(random.key(seed), shape, dtype, low, 1))
    values = [float(f(mpmath.mpf(float(u)))) for u in uniform.ravel()]
    line(function + "_exact", seed, [], np.array(values, dtype).reshape(shape))


def continuous(seed, shape):
    key = random.key(seed)
    for dtype in ("float64", "float32"):
        name = "normal_" + dtype.replace("float", "f")
        line(name, seed, [], random.normal(key, shape, dtype))
        exact(name, seed, dtype, np.nextafter(np.array(-1, dtype), np.array(0, dtype)), normal, shape)
    line("exponential", seed, [], random.exponential(key, shape))
    exact("exponential", seed, "float64", 0, lambda u: -mpmath.log1p(-u), shape)
    line("gumbel", seed, [], random.gumbel(key, shape))
    exact("gumbel", seed, "float64", np.finfo("float64").tiny, lambda u: -mpmath.log(-mpmath.log(u)), shape)


for seed in SEEDS:
    key = random.key(seed)
    line("key", seed, [], words(key))
    for count in (0, 1, 2, 5):
        line("split", seed, [count], words(random.split(key, count)))
    for number in (0, 1, 17, (1 << 31) + 5, (1 << 32) - 1):
        line("fold", seed, [number], words(random.fold_in(key, number)))
    line("nested", seed, [], words(random.split(random.fold_in(random.split(key, 3)[1], 9), 2)))
    for shape in SHAPES:
        line("bits64", seed, [], random.bits(key, shape, "uint64"))
        line("bits32", seed, [], random.bits(key, shape, "uint32"))
        for dtype in ("float64", "float32"):
            name = dtype.replace("float", "f")
            line("uniform_" + name, seed, [], random.uniform(key, shape, dtype))
        continuous(seed, shape)
        line("bernoulli", seed, [0.3], random.bernoulli(key, 0.3, shape))
    for low, high in RANGES:
        line("uniform_f64", seed, [low, high], random.uniform(key, (9,), "float64", low, high))
    for low, high in RANGES[:2]:
        line("uniform_f32", seed, [low, high], random.uniform(key, (9,), "float32", low, high))
    for low, high in SPANS:
        line("integers", seed, [low, high], random.randint(key, (2, 5), low, high, "int64"))
    for low, high in SPANS_I32:
        line("integers_i32", seed, [low, high], random.randint(key, (2, 5), low, high, "int32"))
    for n in (0, 1, 2, 10, 33):
        line("permutation", seed, [n], random.permutation(key, n))
    line("categorical", seed, [], random.categorical(key, jnp.asarray(LOGITS)))

# Many elements: the numbers of the last few show that the counters went on.
key = random.key(7)
line("bits64_end", 7, [5000], random.bits(key, (5000,), "uint64")[-4:])
line("bits32_end", 7, [5000], random.bits(key, (5000,), "uint32")[-4:])
line("uniform_f64_end", 7, [5000], random.uniform(key, (5000,), "float64")[-4:])
line("uniform_f32_end", 7, [5000], random.uniform(key, (5000,), "float32")[-4:])
line("permutation_end", 7, [5000], random.permutation(key, 5000)[-40:])  # two rounds of sorting
continuous(7, (400,))

pathlib.Path(__file__).with_name("reference.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
