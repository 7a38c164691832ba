"""What the programs in Python share: numbers, clock, checksums, the line of JSON. See README.md beside this file."""

import gc
import json
import os
import time

import numpy as np

BUDGET = float(os.environ.get("BENCH_BUDGET_S", "0.6")) * 1e9
THREADS = int(os.environ.get("BENCH_THREADS", "1"))
CASES = [case for case in os.environ.get("BENCH_CASES", "").split(",") if case]
now = time.perf_counter_ns


def uniform(stream, *shape):
    """The numbers of Data.java, 0 to 1: SplitMix64 by counter, the same bits in every language."""
    with np.errstate(over="ignore"):
        z = np.arange(int(np.prod(shape)), dtype=np.uint64) + np.uint64(stream << 32) + np.uint64(1)
        z = z * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return ((z >> np.uint64(11)).astype(np.float64) * 2.0**-53).reshape(shape)


def symmetric(stream, scale, *shape):
    """The same in -scale to scale."""
    return scale * (2 * uniform(stream, *shape) - 1)


def labels(stream, classes, n):
    """Whole numbers from 0 to before `classes`."""
    return np.floor(classes * uniform(stream, n)).astype(np.int64)


def wanted(workload, case, n, dtype="f64"):
    text = f"{workload}:{case}:{n}:{dtype}"
    return not CASES or any(c in text for c in CASES)


def median(samples):
    ordered = sorted(samples)
    return (ordered[len(ordered) // 2] + ordered[(len(ordered) - 1) // 2]) / 2


def clock(call):
    """Median and least of samples of a millisecond or more, after warming up; how many samples, and calls in each."""
    start, best = now(), float("inf")
    while now() - start < 0.5 * BUDGET or best == float("inf"):
        at = now()
        call()
        best = min(best, now() - at)
    inner = max(1, int(1e6 // best))
    count = int(min(31, max(5, BUDGET / (best * inner))))
    gc.collect()  # and the collector stays on, as in a program
    samples = []
    while len(samples) < count and (len(samples) < 3 or sum(samples) * inner < 4 * BUDGET):
        at = now()
        for _ in range(inner):
            call()
        samples.append((now() - at) / inner)
    return median(samples), min(samples), len(samples), inner


def checksum(gradients):
    """The sum of g[i]·(i mod 7 + 1) over all gradients, one behind the other, and the same of absolute values."""
    flat = np.concatenate([np.ravel(np.asarray(g, dtype=np.float64)) for g in gradients])
    weights = np.arange(flat.size) % 7 + 1.0
    return float(flat @ weights), float(np.abs(flat) @ weights)


def run(peer, workload, case, n, call, outcome, function=None, dtype="f64", parts=lambda result: 1.0):
    """Clocks a case and prints its line.

    call: value and gradient, all of it there when it returns
    outcome: of its first result, the value and the list of gradients
    function: the function alone, likewise
    parts: of its first result, by what all times are divided
    """
    if not wanted(workload, case, n, dtype):
        return
    line = dict(workload=workload, case=case, peer=peer, n=n, dtype=dtype, threads=THREADS)
    try:
        at = now()
        result = call()
        first = now() - at
        value, gradients = outcome(result)
        grad_checksum, grad_scale = checksum(gradients)
        divisor = parts(result)
        del result, gradients
        middle, least, samples, inner = clock(call)
        line.update(
            value_checksum=float(value),
            grad_checksum=grad_checksum,
            grad_scale=grad_scale,
            median_ns_per_call=middle / divisor,
            min_ns_per_call=least / divisor,
            samples=samples,
            inner=inner,
            first_call_ns=first,
        )
        if function is not None:
            line["f_median_ns_per_call"] = clock(function)[0]
    except Exception as problem:  # a line says what went wrong
        line["error"] = f"{type(problem).__name__}: {str(problem)[:300]}"
    print(json.dumps(line), flush=True)
