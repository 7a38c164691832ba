"""W11 to W14 by JAX and libraries on it: with_jax.py runs them.

A library is imported where it is used, so W11 and W12 need JAX alone.
"""

import os

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

import common

done = jax.block_until_ready


def run(peer, workload, case, n, call, outcome, function, parts=lambda result: 1.0):
    common.run(peer, workload, case, n, lambda: done(call()), outcome, lambda: done(function()), parts=parts)


def symmetric(stream, scale, *shape):
    return jnp.asarray(common.symmetric(stream, scale, *shape))


def w11():
    from jax.experimental import jet

    order, n = 8, 32
    x, v = symmetric(80, 1, n), symmetric(81, 1, n)
    layers = [symmetric(82 + k, 2 / np.sqrt(n), n, n) for k in range(4)]

    def chain(y, layers):
        for w in layers:
            y = jnp.tanh(w @ y)
        return y

    @jax.jit
    def series(x, v, layers):
        # jet's series of the argument are derivatives, and so are those of the result.
        return jet.jet(lambda y: chain(y, layers), (x,), ([v] + [jnp.zeros(n)] * (order - 1),))[1]

    f = jax.jit(chain)
    run("jax-jit", "W11", f"jet-tanh-order{order}", n, lambda: series(x, v, layers),
        lambda r: (jnp.sum(chain(x, layers)), r), lambda: f(x, layers))

    @jax.jit
    def nested(x, v, layers):
        results, g = [], lambda t: chain(x + t * v, layers)
        for _ in range(order):
            g = (lambda h: lambda t: jax.jvp(h, (t,), (1.0,))[1])(g)
            results.append(g(0.0))
        return results

    if "nested" in os.environ.get("BENCH_ALSO", ""):
        run("jax-nested", "W11", f"jet-tanh-order{order}", n, lambda: nested(x, v, layers),
            lambda r: (jnp.sum(chain(x, layers)), r), lambda: f(x, layers))

    def mlp(x, p):
        return jnp.dot(jnp.tanh(p[1] @ jnp.tanh(p[0] @ x)), p[2])

    value = jax.jit(mlp)
    trace = jax.jit(lambda x, p: jnp.trace(jax.hessian(mlp)(x, p)))

    @jax.jit
    def forward(x, p):
        def along(v):
            return jet.jet(lambda y: mlp(y, p), (x,), ([v, jnp.zeros_like(x)],))[1][1]
        return jnp.sum(jax.vmap(along)(jnp.eye(x.shape[0])))

    for n in (30, 100):
        x = symmetric(86, 1, n)
        p = (symmetric(87, 2 / np.sqrt(n), 64, n), symmetric(88, 0.25, 64, 64), symmetric(89, 1, 64))
        for peer, g in (("jax-jit", trace), ("jax-jet", forward)):
            run(peer, "W11", "laplacian-mlp", n, lambda: g(x, p), lambda r: (mlp(x, p), [r]), lambda: value(x, p))


def w12():
    """Coloured by hand: who wrote this knew the colouring."""

    def chain(x):
        return jnp.sum(100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2)

    def arrow(x):
        return x[0] * jnp.sum(x[1:] ** 2) + jnp.sum(jnp.sin(x[1:])) + jnp.exp(x[0])

    def arrows(x):
        return jnp.concatenate([jnp.sum(x**2)[None], jnp.sin(x[1:]) * x[0]])

    for n in (10_000, 100_000):
        x = symmetric(2, 1.2, n)
        i = np.arange(n)
        three = jnp.asarray(np.stack([(i % 3 == c) * 1.0 for c in range(3)]))
        rows = np.repeat(i, 3)
        columns = rows + np.tile([-1, 0, 1], n)
        inside = (columns >= 0) & (columns < n)
        rows, columns = rows[inside], columns[inside]
        places = jnp.asarray(columns % 3 * n + rows)

        @jax.jit
        def of_chain(x, seeds, places):
            products = jax.vmap(lambda v: jax.jvp(jax.grad(chain), (x,), (v,))[1])(seeds)
            return products.reshape(-1)[places]

        value = jax.jit(chain)
        run("jax-jit", "W12", "hessian-chain", n, lambda: of_chain(x, three, places),
            lambda r: (chain(x), [r]), lambda: value(x))

        two = jnp.asarray(np.stack([(i == 0) * 1.0, (i > 0) * 1.0]))
        # Row 0 whole, from the product with the first unit vector; then (i, 0) and (i, i).
        below = np.stack([i[1:], n + i[1:]], 1).reshape(-1)
        places_arrow = jnp.asarray(np.concatenate([i, below]))

        @jax.jit
        def of_arrow(x, seeds, places):
            products = jax.vmap(lambda v: jax.jvp(jax.grad(arrow), (x,), (v,))[1])(seeds)
            return products.reshape(-1)[places]

        value_arrow = jax.jit(arrow)
        run("jax-jit", "W12", "hessian-arrow", n, lambda: of_arrow(x, two, places_arrow),
            lambda r: (arrow(x), [r]), lambda: value_arrow(x))

        places_arrows = jnp.asarray(np.concatenate([2 * n + i, below]))

        @jax.jit
        def of_arrows(x, seeds, places):
            columns = jax.vmap(lambda v: jax.jvp(arrows, (x,), (v,))[1])(seeds)
            row = jax.vjp(arrows, x)[1](jnp.zeros(n).at[0].set(1.0))[0]
            return jnp.concatenate([columns.reshape(-1), row])[places]

        value_arrows = jax.jit(arrows)
        run("jax-jit", "W12", "jacobian-arrow", n, lambda: of_arrows(x, two, places_arrows),
            lambda r: (jnp.sum(arrows(x)), [r]), lambda: value_arrows(x))


def w13():
    least_squares()
    minimum()
    differential_equation()


def least_squares():
    import jaxopt
    import optimistix

    n = 100
    t = jnp.arange(n) / 10.0

    def model(p):
        return p[0] * jnp.exp(-p[1] * t) + p[2] * jnp.exp(-p[3] * t)

    y = model(jnp.array([2.0, 0.3, 1.0, 1.5])) + symmetric(90, 0.01, n)
    start = jnp.array([1.0, 0.1, 1.0, 1.0])

    def residuals(p, y):
        return model(p) - y

    def squares(p):
        return jnp.sum(residuals(p, y) ** 2), [p]

    marquardt = optimistix.LevenbergMarquardt(rtol=1e-12, atol=1e-12)
    levenberg = jaxopt.LevenbergMarquardt(residual_fun=residuals, tol=1e-12, maxiter=1000, solver="cholesky")

    @jax.jit
    def with_optimistix(p, y):
        return optimistix.least_squares(residuals, marquardt, p, args=y, max_steps=1000, throw=False).value

    @jax.jit
    def with_jaxopt(p, y):
        return levenberg.run(p, y=y).params

    f = jax.jit(residuals)
    case = "least-squares-exponentials"
    run("jax-optimistix", "W13", case, n, lambda: with_optimistix(start, y), squares, lambda: f(start, y))
    run("jax-jaxopt", "W13", case, n, lambda: with_jaxopt(start, y), squares, lambda: f(start, y))


def minimum():
    import jaxopt
    import optax

    n = 100

    def rosenbrock(x):
        return jnp.sum(100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2)

    def found(x):
        return rosenbrock(x), [x]

    zoom = jaxopt.LBFGS(rosenbrock, history_size=10, maxiter=1000, tol=1e-8, linesearch="zoom")

    @jax.jit
    def with_jaxopt(x):
        return zoom.run(x).params

    @jax.jit
    def with_optax(x):
        method = optax.lbfgs(memory_size=10)
        both = optax.value_and_grad_from_state(rosenbrock)

        def step(carry):
            x, state, _, k = carry
            value, grad = both(x, state=state)
            updates, state = method.update(grad, state, x, value=value, grad=grad, value_fn=rosenbrock)
            x = optax.apply_updates(x, updates)
            return x, state, jnp.max(jnp.abs(optax.tree.get(state, "grad"))), k + 1

        return lax.while_loop(lambda c: (c[2] > 1e-8) & (c[3] < 1000), step, (x, method.init(x), jnp.inf, 0))[0]

    f = jax.jit(rosenbrock)
    run("jax-jaxopt", "W13", "lbfgs-rosenbrock", n, lambda: with_jaxopt(jnp.zeros(n)), found, lambda: f(jnp.zeros(n)))
    run("jax-optax", "W13", "lbfgs-rosenbrock", n, lambda: with_optax(jnp.zeros(n)), found, lambda: f(jnp.zeros(n)))


def differential_equation():
    import diffrax
    from jax.experimental.ode import odeint

    def slope(y, p):
        return jnp.stack([p[0] * y[0] - p[1] * y[0] * y[1], p[3] * y[0] * y[1] - p[2] * y[1]])

    rates, one = jnp.array([1.5, 1.0, 3.0, 1.0]), jnp.ones(2)

    def by_diffrax(adjoint):
        def end(p):
            return jnp.sum(diffrax.diffeqsolve(
                diffrax.ODETerm(lambda t, y, p: slope(y, p)), diffrax.Dopri5(), 0.0, 10.0, None, one, args=p,
                stepsize_controller=diffrax.PIDController(rtol=1e-12, atol=1e-12), adjoint=adjoint,
                max_steps=16384).ys[-1])
        return end

    def by_odeint(p):
        times = jnp.array([0.0, 10.0])
        return jnp.sum(odeint(lambda y, t, p: slope(y, p), one, times, p, rtol=1e-12, atol=1e-12)[1])

    for peer, case, end in (
        ("jax-diffrax", "ode-gradient", by_diffrax(diffrax.RecursiveCheckpointAdjoint())),
        ("jax-diffrax", "ode-adjoint", by_diffrax(diffrax.BacksolveAdjoint())),
        ("jax-odeint", "ode-adjoint", by_odeint),
    ):
        both, alone = jax.jit(jax.value_and_grad(end)), jax.jit(end)
        run(peer, "W13", case, 10, lambda: both(rates), lambda r: (r[0], [r[1]]), lambda: alone(rates))


def w14():
    import blackjax
    import blackjax.diagnostics

    effects = jnp.array([28.0, 8, -3, 7, -1, 1, 18, 12])
    errors = jnp.array([15.0, 10, 16, 11, 9, 11, 10, 18])

    def density(s):
        mu, log_tau, eta = s
        tau = jnp.exp(log_tau)
        theta = mu + tau * eta
        squares = (mu / 5) ** 2 + jnp.sum(eta**2) + jnp.sum(((effects - theta) / errors) ** 2)
        return -squares / 2 - jnp.log1p((tau / 5) ** 2) + log_tau

    draws, warm_up = 10_000, 1000
    start = (jnp.array(0.0), jnp.array(0.0), jnp.zeros(8))

    @jax.jit
    def sample(key):
        warm, rest = jax.random.split(key)
        adapted, _ = blackjax.window_adaptation(blackjax.nuts, density).run(warm, start, num_steps=warm_up)
        kernel = blackjax.nuts(density, **adapted.parameters)

        def step(state, key):
            state, _ = kernel.step(key, state)
            return state, state.position

        return lax.scan(step, adapted.state, jax.random.split(rest, draws))[1]

    def effective(result):
        flat = jnp.concatenate([result[0][:, None], result[1][:, None], result[2]], 1)
        halves = flat.reshape(2, draws // 2, -1)
        return float(jnp.min(blackjax.diagnostics.effective_sample_size(halves)))

    point = (jnp.array(0.5), jnp.array(-0.25), symmetric(91, 1, 8))
    key = jax.random.key(7)
    alone = jax.jit(density)
    run("jax-blackjax", "W14", "nuts-eight-schools", draws, lambda: sample(key),
        lambda _: (density(point), jax.tree.leaves(jax.grad(density)(point))), lambda: alone(point), effective)


WORKLOADS = {"W11": w11, "W12": w12, "W13": w13, "W14": w14}
