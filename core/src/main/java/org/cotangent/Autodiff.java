package org.cotangent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.cotangent.ops.StopGradient;
import org.cotangent.primitive.Program;
import org.cotangent.trace.Transform;
import org.cotangent.tree.TreeDef;
import org.cotangent.tree.Trees;

/// The transformations of functions. Import them statically. Thread-safe; all of them nest.
///
/// Arguments and results are *trees*: tensors, or records, lists, maps, arrays and optionals of trees ([Trees]). Functions with
/// several arguments are differentiated with respect to the first; to differentiate by several things, make them a record.
///
/// A lambda without parameter types becomes a [TensorFunction]; name the parameter types unless there is one parameter and it is
/// a tensor, or the point is given too. Functions may use anything of Java, branches on values included, except under
/// [#stage], [#compile] and [#vmap], where values are not known one by one.
///
/// The file is long because there is a form for each number of arguments, and one for lambdas without types; each is a line that calls
/// what does the work.
@SuppressWarnings(
    "overloads") // TensorFunction is a subtype of Function: the compiler always prefers it
public final class Autodiff {
  private Autodiff() {}

  // Results

  /// A value and a gradient.
  ///
  /// @param value the function's value
  /// @param grad the gradient, of the argument's structure, shapes and dtypes
  public record ValueAndGrad<P>(Tensor value, P grad) {}

  /// A value, a gradient, and what else was computed.
  ///
  /// @param value the function's value
  /// @param grad the gradient
  /// @param aux the rest
  public record ValueGradAux<P, X>(Tensor value, P grad, X aux) {}

  /// A loss and what came with it: the result of a function for [#valueAndGradAux].
  ///
  /// @param value what is differentiated
  /// @param aux the rest, which is not
  public record Aux<X>(Tensor value, X aux) {}

  /// Two things.
  ///
  /// @param first one
  /// @param second the other
  public record Pair<A, B>(A first, B second) {}

  /// A value and a tangent.
  ///
  /// @param value the function's value
  /// @param tangent its derivative along the given tangent
  public record Jvp<R>(R value, R tangent) {}

  /// A value and a pullback.
  ///
  /// @param value the function's value
  /// @param pullback the linear map of cotangents of the value to cotangents of the argument; may be used any number of times
  public record Vjp<A, R>(R value, Function<R, A> pullback) {}

  /// A value and a pushforward.
  ///
  /// @param value the function's value
  /// @param pushforward the linear map of tangents of the argument to tangents of the value
  public record Linearized<A, R>(R value, Function<A, R> pushforward) {}

  /// The value of a custom function and what its reverse rule needs.
  ///
  /// @param value the function's value
  /// @param saved the residuals
  public record Saved<R, S>(R value, S saved) {}

  /// What a [#scan] leaves behind.
  ///
  /// @param carry the state after the last step
  /// @param outputs the outputs of all steps, stacked along a leading axis
  public record Scanned<C, Y>(C carry, Y outputs) {}

  /// What one step of a [#scan] makes.
  ///
  /// @param carry the state for the next step, with the structure, shapes and dtypes of the one before
  /// @param output what is stacked
  public record Step<C, Y>(C carry, Y output) {}

  /// What the cache of a compiled function did.
  ///
  /// @param hits calls that found their program
  /// @param misses calls that had to make it
  /// @param evictions programs that went because there were more than the limit allows: see [#CACHE_LIMIT]
  /// @param reasons why, one line for each of the last thousand misses
  /// @param entries the programs that are there, the one that was used last at the end
  public record CacheInfo(
      long hits, long misses, long evictions, List<String> reasons, List<Entry> entries) {
    /// Copies the lists.
    public CacheInfo {
      reasons = List.copyOf(reasons);
      entries = List.copyOf(entries);
    }

    /// A program in the cache.
    ///
    /// @param arguments for which arguments it is: structures, dtypes and shapes
    /// @param staged number of equations as it was staged
    /// @param optimised number of equations after the passes
    /// @param time how long it took to stage, optimise and compile
    /// @param engine what runs it: `compiled`; `evaluated`, equation by equation; or `traced`, if it was only ever called with values
    ///     of a transformation around it, which transforms it
    public record Entry(
        String arguments, int staged, int optimised, Duration time, String engine) {}
  }

  /// The system property that limits the programs that each compiled function keeps: 128 if it is not set. A function that is called
  /// with ever new shapes loses the one it has not used for longest.
  public static final String CACHE_LIMIT = "cotangent.cache.limit";

  /// How [#vmap] treats an argument.
  public sealed interface In {
    /// The same for every example.
    record Shared() implements In {}

    /// One slice for each example.
    ///
    /// @param axis along which they lie; negative from the end
    record Mapped(int axis) implements In {}
  }

  /// Mapped over the leading axis.
  public static final In MAPPED = new In.Mapped(0);

  /// The same for every example.
  public static final In SHARED = new In.Shared();

  /// Mapped over another axis.
  public static In mapped(int axis) {
    return new In.Mapped(axis);
  }

  // Gradients

  /// The gradient of a scalar-valued function of one tensor. Throws a [NotDifferentiableException] if `f` does not return a
  /// floating number.
  public static TensorFunction grad(TensorFunction f) {
    return x -> grad(f, x);
  }

  /// The gradient of a scalar-valued function at a tensor.
  public static Tensor grad(TensorFunction f, Tensor at) {
    return Transform.gradient("grad", f, at, (_, gradient) -> gradient);
  }

  /// The gradient of a scalar-valued function at a point: here a lambda needs no parameter types.
  public static <P> P grad(Function<P, Tensor> f, P at) {
    return differentiate("grad", p -> new Aux<>(f.apply(p), List.of()), at).grad();
  }

  /// Value and gradient of a function of one tensor.
  public static Function<Tensor, ValueAndGrad<Tensor>> valueAndGrad(TensorFunction f) {
    return x -> valueAndGrad(f, x);
  }

  /// Value and gradient at a tensor.
  public static ValueAndGrad<Tensor> valueAndGrad(TensorFunction f, Tensor at) {
    return Transform.gradient("valueAndGrad", f, at, ValueAndGrad::new);
  }

  /// Value and gradient at a point.
  public static <P> ValueAndGrad<P> valueAndGrad(Function<P, Tensor> f, P at) {
    var all = differentiate("valueAndGrad", p -> new Aux<>(f.apply(p), List.of()), at);
    return new ValueAndGrad<>(all.value(), all.grad());
  }

  /// The gradient with respect to the argument.
  public static <P> Function<P, P> grad(Function<P, Tensor> f) {
    return p -> grad(q -> f.apply(q), p);
  }

  /// The value, and the gradient with respect to the argument.
  public static <P> Function<P, ValueAndGrad<P>> valueAndGrad(Function<P, Tensor> f) {
    return p -> valueAndGrad(q -> f.apply(q), p);
  }

  /// The value, the gradient with respect to the argument, and whatever else `f` computed.
  public static <P, X> Function<P, ValueGradAux<P, X>> valueAndGradAux(Function<P, Aux<X>> f) {
    return p -> differentiate("valueAndGradAux", q -> f.apply(q), p);
  }

  /// The gradient with respect to the first argument. Other arguments are data.
  public static <P, A> BiFunction<P, A, P> grad(BiFunction<P, A, Tensor> f) {
    return (p, a) -> grad(q -> f.apply(q, a), p);
  }

  /// The value, and the gradient with respect to the first argument. Other arguments are data.
  public static <P, A> BiFunction<P, A, ValueAndGrad<P>> valueAndGrad(BiFunction<P, A, Tensor> f) {
    return (p, a) -> valueAndGrad(q -> f.apply(q, a), p);
  }

  /// The value, the gradient with respect to the first argument, and whatever else `f` computed. Other arguments are data.
  public static <P, A, X> BiFunction<P, A, ValueGradAux<P, X>> valueAndGradAux(
      BiFunction<P, A, Aux<X>> f) {
    return (p, a) -> differentiate("valueAndGradAux", q -> f.apply(q, a), p);
  }

  /// The gradient with respect to the first argument. Other arguments are data.
  public static <P, A, B> Function3<P, A, B, P> grad(Function3<P, A, B, Tensor> f) {
    return (p, a, b) -> grad(q -> f.apply(q, a, b), p);
  }

  /// The value, and the gradient with respect to the first argument. Other arguments are data.
  public static <P, A, B> Function3<P, A, B, ValueAndGrad<P>> valueAndGrad(
      Function3<P, A, B, Tensor> f) {
    return (p, a, b) -> valueAndGrad(q -> f.apply(q, a, b), p);
  }

  /// The value, the gradient with respect to the first argument, and whatever else `f` computed. Other arguments are data.
  public static <P, A, B, X> Function3<P, A, B, ValueGradAux<P, X>> valueAndGradAux(
      Function3<P, A, B, Aux<X>> f) {
    return (p, a, b) -> differentiate("valueAndGradAux", q -> f.apply(q, a, b), p);
  }

  /// The gradient with respect to the first argument. Other arguments are data.
  public static <P, A, B, C> Function4<P, A, B, C, P> grad(Function4<P, A, B, C, Tensor> f) {
    return (p, a, b, c) -> grad(q -> f.apply(q, a, b, c), p);
  }

  /// The value, and the gradient with respect to the first argument. Other arguments are data.
  public static <P, A, B, C> Function4<P, A, B, C, ValueAndGrad<P>> valueAndGrad(
      Function4<P, A, B, C, Tensor> f) {
    return (p, a, b, c) -> valueAndGrad(q -> f.apply(q, a, b, c), p);
  }

  /// The value, the gradient with respect to the first argument, and whatever else `f` computed. Other arguments are data.
  public static <P, A, B, C, X> Function4<P, A, B, C, ValueGradAux<P, X>> valueAndGradAux(
      Function4<P, A, B, C, Aux<X>> f) {
    return (p, a, b, c) -> differentiate("valueAndGradAux", q -> f.apply(q, a, b, c), p);
  }

  /// The gradients with respect to both arguments.
  public static <A, B> BiFunction<A, B, Pair<A, B>> gradBoth(BiFunction<A, B, Tensor> f) {
    return (a, b) ->
        grad((Pair<A, B> pair) -> f.apply(pair.first(), pair.second()), new Pair<>(a, b));
  }

  @SuppressWarnings("unchecked") // a TreeDef rebuilds what it was made from
  private static <P, X> ValueGradAux<P, X> differentiate(String name, Function<P, Aux<X>> f, P at) {
    var leaves = new ArrayList<Tensor>();
    TreeDef structure = Trees.differentiable(at, leaves);
    var rest = new ArrayList<TreeDef>(1);
    var mapped =
        Transform.vjp(
            name,
            arguments -> {
              Aux<X> result = f.apply((P) structure.unflatten(arguments));
              Transform.requireNumber(name, result.value());
              var outputs = new ArrayList<Tensor>();
              outputs.add(result.value());
              rest.add(Trees.flatten(result.aux(), outputs));
              return outputs;
            },
            leaves);
    List<Tensor> outputs = mapped.outputs();
    List<Tensor> gradients = mapped.map().apply(seeds(outputs));
    return new ValueGradAux<>(
        outputs.getFirst(),
        (P) structure.unflatten(gradients),
        (X) rest.getFirst().unflatten(outputs.subList(1, outputs.size())));
  }

  /// One for the value, nothing for the rest.
  private static List<Tensor> seeds(List<Tensor> outputs) {
    var seeds = new ArrayList<Tensor>(outputs.size());
    for (Tensor output : outputs) {
      seeds.add(seeds.isEmpty() ? Transform.one(output.aval()) : Transform.nothing(output.aval()));
    }
    return seeds;
  }

  // Linear maps

  /// The value, and its tangent along `tangent`, which has the structure, shapes and dtypes of `primal`.
  @SuppressWarnings("unchecked") // a TreeDef rebuilds what it was made from
  public static <A, R> Jvp<R> jvp(Function<A, R> f, A primal, A tangent) {
    var primals = new ArrayList<Tensor>();
    var tangents = new ArrayList<Tensor>();
    TreeDef structure = Trees.differentiable(primal, primals);
    structure.requireSame("jvp: the tangent", Trees.differentiable(tangent, tangents));
    var result = new ArrayList<TreeDef>(1);
    var mapped = Transform.jvp("jvp", flat(f, structure, result), primals, tangents);
    TreeDef outputs = result.getFirst();
    return new Jvp<>(
        (R) outputs.unflatten(mapped.outputs()),
        (R) outputs.unflatten(mapped.map().apply(List.of())));
  }

  /// The same for a lambda without parameter types.
  public static Jvp<Tensor> jvp(TensorFunction f, Tensor primal, Tensor tangent) {
    return jvp((Function<Tensor, Tensor>) f, primal, tangent);
  }

  /// The value and the pullback at `primal`. What the function computed stays in memory as long as the pullback does.
  @SuppressWarnings("unchecked") // a TreeDef rebuilds what it was made from
  public static <A, R> Vjp<A, R> vjp(Function<A, R> f, A primal) {
    var primals = new ArrayList<Tensor>();
    TreeDef structure = Trees.differentiable(primal, primals);
    var result = new ArrayList<TreeDef>(1);
    var mapped = Transform.vjp("vjp", flat(f, structure, result), primals);
    TreeDef outputs = result.getFirst();
    return new Vjp<>(
        (R) outputs.unflatten(mapped.outputs()),
        cotangent -> {
          var cotangents = new ArrayList<Tensor>();
          outputs.requireSame("vjp: the cotangent", Trees.flatten(cotangent, cotangents));
          return (A) structure.unflatten(mapped.map().apply(cotangents));
        });
  }

  /// The same for a lambda without parameter types.
  public static Vjp<Tensor, Tensor> vjp(TensorFunction f, Tensor primal) {
    return vjp((Function<Tensor, Tensor>) f, primal);
  }

  /// The value, and the linear map of tangents at `primal`: what depends on the primal is computed once, each pushforward then
  /// runs the linear part only.
  @SuppressWarnings("unchecked") // a TreeDef rebuilds what it was made from
  public static <A, R> Linearized<A, R> linearize(Function<A, R> f, A primal) {
    var primals = new ArrayList<Tensor>();
    TreeDef structure = Trees.differentiable(primal, primals);
    var result = new ArrayList<TreeDef>(1);
    var mapped = Transform.linearize("linearize", flat(f, structure, result), primals);
    TreeDef outputs = result.getFirst();
    return new Linearized<>(
        (R) outputs.unflatten(mapped.outputs()),
        tangent -> {
          var tangents = new ArrayList<Tensor>();
          structure.requireSame("linearize: the tangent", Trees.differentiable(tangent, tangents));
          return (R) outputs.unflatten(mapped.map().apply(tangents));
        });
  }

  /// The same for a lambda without parameter types.
  public static Linearized<Tensor, Tensor> linearize(TensorFunction f, Tensor primal) {
    return linearize((Function<Tensor, Tensor>) f, primal);
  }

  /// `f` on lists of tensors; notes the structure of its result.
  @SuppressWarnings("unchecked") // a TreeDef rebuilds what it was made from
  private static <A, R> Transform.Flat flat(
      Function<A, R> f, TreeDef structure, List<TreeDef> result) {
    return arguments -> {
      var outputs = new ArrayList<Tensor>();
      result.add(Trees.flatten(f.apply((A) structure.unflatten(arguments)), outputs));
      return outputs;
    };
  }

  // Matrices of derivatives

  /// The Jacobian of a function of one tensor: shape `output shape + input shape`. Forward or reverse mode, whichever has fewer
  /// sweeps.
  public static TensorFunction jacobian(TensorFunction f) {
    return x -> jacobian((Function<Tensor, Tensor>) f).apply(x);
  }

  /// The Jacobian by each leaf of a structure: each has shape `output shape + leaf shape`.
  public static <P> Function<P, P> jacobian(Function<P, Tensor> f) {
    return p -> Jacobians.jacobian(f, p);
  }

  /// The Hessian of a scalar-valued function of one tensor, shape `input shape + input shape`: forward over reverse mode. A
  /// structure goes through [Trees#ravel].
  public static TensorFunction hessian(TensorFunction f) {
    return x -> Jacobians.forward("hessian", grad(f), x);
  }

  /// The Hessian times `vector`, without the Hessian: the gradient's derivative along it.
  public static <P> P hvp(Function<P, Tensor> f, P primal, P vector) {
    return jvp(grad(f), primal, vector).tangent();
  }

  /// The same for a lambda without parameter types.
  public static Tensor hvp(TensorFunction f, Tensor primal, Tensor vector) {
    return jvp(grad(f), primal, vector).tangent();
  }

  /// The Gauss–Newton matrix of `loss(model(p))` times `vector`, `Jᵀ H J · vector`, with the Jacobian of `model` and the Hessian of
  /// `loss`, without a matrix. For a convex loss it is positive semidefinite, which the Hessian need not be (Schraudolph 2002).
  public static <P, R> P gaussNewtonProduct(
      Function<P, R> model, Function<R, Tensor> loss, P primal, P vector) {
    R change = jvp(model, primal, vector).tangent();
    var mapped = vjp(model, primal);
    return mapped.pullback().apply(hvp(loss, mapped.value(), change));
  }

  /// The same for lambdas without parameter types.
  public static Tensor gaussNewtonProduct(
      TensorFunction model, TensorFunction loss, Tensor primal, Tensor vector) {
    return gaussNewtonProduct(
        (Function<Tensor, Tensor>) model, (Function<Tensor, Tensor>) loss, primal, vector);
  }

  /// The empirical Fisher information times `vector`, `Σᵢ ∇ℓᵢ ∇ℓᵢᵀ · vector`, without a matrix: `ℓᵢ`, the elements of what
  /// `logDensities` returns, are the log densities of the observations.
  public static <P> P fisherProduct(Function<P, Tensor> logDensities, P primal, P vector) {
    Tensor change = jvp(logDensities, primal, vector).tangent();
    return vjp(logDensities, primal).pullback().apply(change);
  }

  /// The same for a lambda without parameter types.
  public static Tensor fisherProduct(TensorFunction logDensities, Tensor primal, Tensor vector) {
    return fisherProduct((Function<Tensor, Tensor>) logDensities, primal, vector);
  }

  // Higher orders

  /// A value and derivatives of all orders up to some one.
  ///
  /// @param value the function's value
  /// @param derivatives the first, the second … derivative of the result along the curve
  public record Jet<R>(R value, List<R> derivatives) {
    /// Copies the list.
    public Jet {
      derivatives = List.copyOf(derivatives);
    }
  }

  /// Taylor mode: the derivatives of `f(x(t))` at `t = 0`, for a curve with `x(0) = primal` and these `derivatives` (`x′(0)`,
  /// `x″(0)` …), up to the order of which there are. `jet(f, x, List.of(v, zero, zero))` gives the first three derivatives along `v`.
  ///
  /// Power series go through `f` once, so the cost grows with the square of the order (with its cube for functions of which each
  /// derivative is a new one), not with a power of 2 as that of nested [#jvp]s does.
  @SuppressWarnings("unchecked") // a TreeDef rebuilds what it was made from
  public static <A, R> Jet<R> jet(Function<A, R> f, A primal, List<? extends A> derivatives) {
    var primals = new ArrayList<Tensor>();
    TreeDef structure = Trees.differentiable(primal, primals);
    var series = new ArrayList<List<Tensor>>(derivatives.size());
    for (A derivative : derivatives) {
      var leaves = new ArrayList<Tensor>();
      structure.requireSame("jet: a derivative", Trees.differentiable(derivative, leaves));
      series.add(leaves);
    }
    var result = new ArrayList<TreeDef>(1);
    var all = Transform.jet("jet", flat(f, structure, result), primals, series);
    TreeDef outputs = result.getFirst();
    return new Jet<>(
        (R) outputs.unflatten(all.getFirst()),
        all.subList(1, all.size()).stream().map(leaves -> (R) outputs.unflatten(leaves)).toList());
  }

  /// The same for a lambda without parameter types.
  public static Jet<Tensor> jet(
      TensorFunction f, Tensor primal, List<? extends Tensor> derivatives) {
    return jet((Function<Tensor, Tensor>) f, primal, derivatives);
  }

  /// The diagonal of the Hessian of a scalar-valued function, of the shape of its argument: second derivatives along all axes, by
  /// Taylor mode in one batch, without the Hessian.
  public static TensorFunction hessianDiagonal(TensorFunction f) {
    return x -> SecondDerivatives.diagonal(f, x);
  }

  /// The same for a structure.
  public static <P> Function<P, P> hessianDiagonal(Function<P, Tensor> f) {
    return p -> SecondDerivatives.diagonal(f, p);
  }

  /// The Laplacian, the sum of the second derivatives by all elements of the argument, of the shape of the result: forward mode
  /// only (Taylor mode in one batch).
  public static TensorFunction laplacian(TensorFunction f) {
    return x -> SecondDerivatives.laplacian(f, x);
  }

  /// The same for a function of a structure.
  public static <P> Function<P, Tensor> laplacian(Function<P, Tensor> f) {
    return p -> SecondDerivatives.laplacian(f, p);
  }

  // Sparse matrices of derivatives

  /// The Jacobian of a function of which most derivatives are 0, as a function of the point: rows are the elements of the result,
  /// columns those of the argument, both in row-major order.
  ///
  /// Where entries may differ from 0, at any point, is found once, by following which elements each operation makes of which. A
  /// colouring of the columns or of the rows (Curtis, Powell and Reid 1974; Coleman and Moré 1983), or of both at once (Coleman and
  /// Verma 1998), whichever needs fewest colours, tells how few products suffice, and each call makes these products, in one batch of
  /// each kind. Every entry is read off a product, so it is as exact as a derivative. `f` must not branch on values; arguments must
  /// have the shape and dtype of `example`, else it is a [ShapeException].
  @Incubating
  public static Function<Tensor, SparseMatrix> sparseJacobian(TensorFunction f, Tensor example) {
    return SparseDerivatives.jacobian(f, example);
  }

  /// The Hessian of a scalar-valued function of which most second derivatives are 0, as a function of the point. As
  /// [#sparseJacobian] of the gradient, but the colouring uses that it is symmetric: two Hessian-vector products suffice for an arrow of
  /// any size, three for a tridiagonal matrix. Every entry is read off a product, so it is as exact as a derivative.
  @Incubating
  public static Function<Tensor, SparseMatrix> sparseHessian(TensorFunction f, Tensor example) {
    return sparseHessian(f, example, Recovery.DIRECT);
  }

  /// The same with a choice of how entries are found from products. [Recovery#SUBSTITUTION] needs fewer of them, such as two for a
  /// tridiagonal matrix, and costs accuracy where entries of very different size stand beside each other: for functions that are dear.
  @Incubating
  public static Function<Tensor, SparseMatrix> sparseHessian(
      TensorFunction f, Tensor example, Recovery recovery) {
    return SparseDerivatives.hessian(f, example, recovery);
  }

  // Batches

  /// Maps over the leading axis of the argument.
  public static TensorFunction vmap(TensorFunction f) {
    return vmap(f, MAPPED);
  }

  /// Maps over the axis that is given.
  public static TensorFunction vmap(TensorFunction f, In a) {
    return x ->
        Batches.run(List.of(x), List.of(a), arguments -> f.apply((Tensor) arguments.get(0)));
  }

  /// Maps over the leading axis of every leaf of the argument; results are stacked along a new leading axis.
  public static <A, R> Function<A, R> vmap(Function<A, R> f) {
    return vmap(f, MAPPED);
  }

  /// Maps over the axis that is given: [#MAPPED], [#SHARED] or [#mapped].
  @SuppressWarnings("unchecked") // each argument is rebuilt with its own structure
  public static <A, R> Function<A, R> vmap(Function<A, R> f, In inA) {
    return a -> Batches.run(List.of(a), List.of(inA), arguments -> f.apply((A) arguments.get(0)));
  }

  /// Maps over the leading axis of every leaf of every argument; results are stacked along a new leading axis.
  public static <A, B, R> BiFunction<A, B, R> vmap(BiFunction<A, B, R> f) {
    return vmap(f, MAPPED, MAPPED);
  }

  /// Maps over the axes that are given, one entry for each argument: [#MAPPED], [#SHARED] or [#mapped].
  @SuppressWarnings("unchecked") // each argument is rebuilt with its own structure
  public static <A, B, R> BiFunction<A, B, R> vmap(BiFunction<A, B, R> f, In inA, In inB) {
    return (a, b) ->
        Batches.run(
            List.of(a, b),
            List.of(inA, inB),
            arguments -> f.apply((A) arguments.get(0), (B) arguments.get(1)));
  }

  /// Maps over the leading axis of every leaf of every argument; results are stacked along a new leading axis.
  public static <A, B, C, R> Function3<A, B, C, R> vmap(Function3<A, B, C, R> f) {
    return vmap(f, MAPPED, MAPPED, MAPPED);
  }

  /// Maps over the axes that are given, one entry for each argument: [#MAPPED], [#SHARED] or [#mapped].
  @SuppressWarnings("unchecked") // each argument is rebuilt with its own structure
  public static <A, B, C, R> Function3<A, B, C, R> vmap(
      Function3<A, B, C, R> f, In inA, In inB, In inC) {
    return (a, b, c) ->
        Batches.run(
            List.of(a, b, c),
            List.of(inA, inB, inC),
            arguments -> f.apply((A) arguments.get(0), (B) arguments.get(1), (C) arguments.get(2)));
  }

  /// Maps over the leading axis of every leaf of every argument; results are stacked along a new leading axis.
  public static <A, B, C, D, R> Function4<A, B, C, D, R> vmap(Function4<A, B, C, D, R> f) {
    return vmap(f, MAPPED, MAPPED, MAPPED, MAPPED);
  }

  /// Maps over the axes that are given, one entry for each argument: [#MAPPED], [#SHARED] or [#mapped].
  @SuppressWarnings("unchecked") // each argument is rebuilt with its own structure
  public static <A, B, C, D, R> Function4<A, B, C, D, R> vmap(
      Function4<A, B, C, D, R> f, In inA, In inB, In inC, In inD) {
    return (a, b, c, d) ->
        Batches.run(
            List.of(a, b, c, d),
            List.of(inA, inB, inC, inD),
            arguments ->
                f.apply(
                    (A) arguments.get(0),
                    (B) arguments.get(1),
                    (C) arguments.get(2),
                    (D) arguments.get(3)));
  }

  // Programs

  /// `f` as a program, for arguments of the shapes and dtypes of `example`. Throws a [TraceException] if `f` uses values that are
  /// traced outside, or asks for a number that is not known.
  public static <A, R> Program stage(Function<A, R> f, A example) {
    var leaves = new ArrayList<Tensor>();
    TreeDef structure = Trees.flatten(example, leaves);
    var staged =
        Transform.stage(
            "stage",
            flat(f, structure, new ArrayList<>(1)),
            leaves.stream().map(Tensor::aval).toList());
    if (!staged.captures().isEmpty()) {
      throw new TraceException(
          "stage: f uses "
              + staged.captures().size()
              + " traced values from outside, which are no part of a program: pass them as"
              + " arguments");
    }
    return staged.program();
  }

  /// The same for a lambda without parameter types.
  public static Program stage(TensorFunction f, Tensor example) {
    return stage((Function<Tensor, Tensor>) f, example);
  }

  /// Compiles for the shapes it is called with: the first call with new shapes, dtypes or static leaves stages `f`, makes the program
  /// cheaper and compiles it, later ones run it. `f` must depend on its arguments only. Traced arguments are welcome: a transformation
  /// around a compiled function transforms its program.
  public static TensorFunction compile(TensorFunction f) {
    return new Compiled.OfTensor(new Compiled(arguments -> f.apply((Tensor) arguments.get(0))));
  }

  /// Compiles for the shapes it is called with.
  @SuppressWarnings("unchecked") // each argument is rebuilt with its own structure
  public static <A, R> Function<A, R> compile(Function<A, R> f) {
    return new Compiled.Of1<>(new Compiled(arguments -> f.apply((A) arguments.get(0))));
  }

  /// Compiles for the shapes it is called with.
  @SuppressWarnings("unchecked") // each argument is rebuilt with its own structure
  public static <A, B, R> BiFunction<A, B, R> compile(BiFunction<A, B, R> f) {
    return new Compiled.Of2<>(
        new Compiled(arguments -> f.apply((A) arguments.get(0), (B) arguments.get(1))));
  }

  /// Compiles for the shapes it is called with.
  @SuppressWarnings("unchecked") // each argument is rebuilt with its own structure
  public static <A, B, C, R> Function3<A, B, C, R> compile(Function3<A, B, C, R> f) {
    return new Compiled.Of3<>(
        new Compiled(arguments ->
            f.apply((A) arguments.get(0), (B) arguments.get(1), (C) arguments.get(2))));
  }

  /// Compiles for the shapes it is called with.
  @SuppressWarnings("unchecked") // each argument is rebuilt with its own structure
  public static <A, B, C, D, R> Function4<A, B, C, D, R> compile(Function4<A, B, C, D, R> f) {
    return new Compiled.Of4<>(
        new Compiled(arguments ->
            f.apply(
                (A) arguments.get(0),
                (B) arguments.get(1),
                (C) arguments.get(2),
                (D) arguments.get(3))));
  }

  /// Compiles for plain numbers: a function that reads a `double[]` and writes a `double[]`, without making tensors. `f` is staged
  /// once, here, for the shapes of `example`; it must depend on its argument only. Throws a [DTypeException] that names a leaf of
  /// argument or result which is not `F64`, and a [TraceException] if `f` asks for a number that is not known.
  public static <A, R> PlainFunction compilePlain(Function<A, R> f, A example) {
    return Plain.compile(f, example);
  }

  /// The same for a lambda without parameter types.
  public static PlainFunction compilePlain(TensorFunction f, Tensor example) {
    return Plain.compile((Function<Tensor, Tensor>) f, example);
  }

  /// What the cache of a compiled function did: hits, misses, why it was compiled again, and what is in it. Throws an
  /// [IllegalArgumentException] for a function that [#compile] did not return.
  public static CacheInfo cacheInfo(Object compiled) {
    return Compiled.info(compiled);
  }

  /// For each program of a compiled function, as text: the program as it was staged, after each pass that changed it, and the kernels
  /// and buffers with which it runs. Throws an [IllegalArgumentException] for a function that [#compile] did not return.
  public static String explain(Object compiled) {
    return Compiled.explain(compiled);
  }

  // Control flow

  /// `predicate ? ifTrue : ifFalse`; only one of them runs. Where the predicate is not known (under [#stage] and [#compile]) both are
  /// written into the program, of which one then runs; where it differs from example to example of a [#vmap] both run, and neither
  /// value nor derivative of the one that was not taken has an influence, not even as NaN. Throws a [DTypeException] or
  /// [ShapeException] if the predicate is no bool scalar, or if both are written and return different types.
  public static <R> R cond(Tensor predicate, Supplier<R> ifTrue, Supplier<R> ifFalse) {
    return Choices.cond(predicate, ifTrue, ifFalse);
  }

  /// The branch with the number `index`, a scalar of whole numbers; the first one if it is negative, the last one if it is too large.
  /// Otherwise as [#cond].
  @SafeVarargs
  public static <R> R switchCase(Tensor index, Supplier<R> first, Supplier<R>... more) {
    var branches = new ArrayList<Supplier<R>>();
    branches.add(first);
    for (Supplier<R> branch : more) {
      branches.add(branch);
    }
    return Choices.switchCase(index, List.copyOf(branches));
  }

  /// Repeats `body` while `condition`, a bool scalar, holds. Where values are known every transformation sees the steps that are
  /// taken. In a program that is being written the loop is one equation, with derivatives in all modes and of every order; its backward
  /// sweep takes the steps once more when it runs, and remembers them. Under [#vmap] the loop runs until it is done for all examples; those
  /// that are done earlier stay as they are. Throws if a step changes structure, shapes or dtypes.
  public static <C> C whileLoop(C start, Function<C, Tensor> condition, UnaryOperator<C> body) {
    return Repetitions.whileLoop(start, condition, body);
  }

  /// The same with at most `most` steps: it ends there even if the condition still holds. In a program that is being written it is a
  /// [#scan] over so many steps, whose reverse mode keeps what it needs of each.
  public static <C> C whileLoop(
      int most, C start, Function<C, Tensor> condition, UnaryOperator<C> body) {
    return Repetitions.whileLoop(most, start, condition, body);
  }

  /// `count` steps from `start`; the body gets the state and the number of the step, from 0, an `I64` scalar. [Looping] has options.
  public static <C> C forLoop(int count, C start, BiFunction<C, Tensor, C> body) {
    return Looping.of().forLoop(count, start, body);
  }

  /// Carries a state along the leading axis of all leaves of `inputs`: each step gets the state and one slice, and returns the next
  /// state and an output; the outputs are stacked. [Looping] has options: direction, unrolling, and how much memory reverse mode may
  /// use. Throws a [ShapeException] if leading axes differ, and if a step changes shapes or dtypes of the state or of the outputs.
  public static <C, X, Y> Scanned<C, Y> scan(C start, X inputs, BiFunction<C, X, Step<C, Y>> body) {
    return Looping.of().scan(start, inputs, body);
  }

  /// One step's result, for [#scan].
  public static <C, Y> Step<C, Y> step(C carry, Y output) {
    return new Step<>(carry, output);
  }

  /// `f` of each slice along the leading axis of all leaves of `xs`, one after the other, so that only one is worked on at a time;
  /// the results are stacked. [#vmap] does all at once.
  public static <X, Y> Y map(Function<X, Y> f, X xs) {
    return Scans.map(f, xs);
  }

  /// The same for a tensor.
  public static Tensor map(TensorFunction f, Tensor xs) {
    return Scans.map(f, xs);
  }

  /// Running results of an associative `f` along the leading axis of all leaves of `xs`: `x₀, f(x₀, x₁), f(f(x₀, x₁), x₂), …`, in
  /// logarithmically many steps (Blelloch 1990). `f` gets single elements. It must be associative, or the results are others.
  public static <X> X associativeScan(BinaryOperator<X> f, X xs) {
    return AssociativeScans.run(false, f, xs);
  }

  /// The same from the end: `…, f(xₙ₋₂, xₙ₋₁), xₙ₋₁`.
  public static <X> X associativeScanReverse(BinaryOperator<X> f, X xs) {
    return AssociativeScans.run(true, f, xs);
  }

  /// `f`, of which reverse mode remembers the arguments only: the backward sweep runs it again. Where something is traced `f` is
  /// written as a program, so it may not branch on values.
  public static TensorFunction checkpoint(TensorFunction f) {
    return checkpoint(f, Recompute.ALL);
  }

  /// `f`, of which reverse mode runs again what `recompute` says.
  public static TensorFunction checkpoint(TensorFunction f, Recompute recompute) {
    return x ->
        Checkpoints.run(recompute, List.of(x), arguments -> f.apply((Tensor) arguments.get(0)));
  }

  /// `f`, of which reverse mode remembers the arguments only.
  public static <A, R> Function<A, R> checkpoint(Function<A, R> f) {
    return checkpoint(f, Recompute.ALL);
  }

  /// `f`, of which reverse mode runs again what `recompute` says.
  @SuppressWarnings("unchecked") // each argument is rebuilt with its own structure
  public static <A, R> Function<A, R> checkpoint(Function<A, R> f, Recompute recompute) {
    return a -> Checkpoints.run(recompute, List.of(a), arguments -> f.apply((A) arguments.get(0)));
  }

  /// `f`, of which reverse mode remembers the arguments only.
  public static <A, B, R> BiFunction<A, B, R> checkpoint(BiFunction<A, B, R> f) {
    return checkpoint(f, Recompute.ALL);
  }

  /// `f`, of which reverse mode runs again what `recompute` says.
  @SuppressWarnings("unchecked") // each argument is rebuilt with its own structure
  public static <A, B, R> BiFunction<A, B, R> checkpoint(
      BiFunction<A, B, R> f, Recompute recompute) {
    return (a, b) ->
        Checkpoints.run(
            recompute,
            List.of(a, b),
            arguments -> f.apply((A) arguments.get(0), (B) arguments.get(1)));
  }

  /// `f`, of which reverse mode remembers the arguments only.
  public static <A, B, C, R> Function3<A, B, C, R> checkpoint(Function3<A, B, C, R> f) {
    return checkpoint(f, Recompute.ALL);
  }

  /// `f`, of which reverse mode runs again what `recompute` says.
  @SuppressWarnings("unchecked") // each argument is rebuilt with its own structure
  public static <A, B, C, R> Function3<A, B, C, R> checkpoint(
      Function3<A, B, C, R> f, Recompute recompute) {
    return (a, b, c) ->
        Checkpoints.run(
            recompute,
            List.of(a, b, c),
            arguments -> f.apply((A) arguments.get(0), (B) arguments.get(1), (C) arguments.get(2)));
  }

  /// `f`, of which reverse mode remembers the arguments only.
  public static <A, B, C, D, R> Function4<A, B, C, D, R> checkpoint(Function4<A, B, C, D, R> f) {
    return checkpoint(f, Recompute.ALL);
  }

  /// `f`, of which reverse mode runs again what `recompute` says.
  @SuppressWarnings("unchecked") // each argument is rebuilt with its own structure
  public static <A, B, C, D, R> Function4<A, B, C, D, R> checkpoint(
      Function4<A, B, C, D, R> f, Recompute recompute) {
    return (a, b, c, d) ->
        Checkpoints.run(
            recompute,
            List.of(a, b, c, d),
            arguments ->
                f.apply(
                    (A) arguments.get(0),
                    (B) arguments.get(1),
                    (C) arguments.get(2),
                    (D) arguments.get(3)));
  }

  // Looking for errors

  /// `f`, with each operation checked: one that makes NaN of numbers, or an infinity of finite ones, is an [ArithmeticException] that
  /// names the operation, the line of the program and the element. Its derivatives are checked in the same way, in forward and in
  /// reverse mode, and so are batches and programs; a NaN in the side that a `where` does not take counts, too. For finding errors: it
  /// costs several times as much.
  public static TensorFunction checkNumbers(TensorFunction f) {
    return x ->
        Transform.check("checkNumbers", all -> List.of(f.apply(all.getFirst())), List.of(x))
            .getFirst();
  }

  /// The same for structures.
  @SuppressWarnings("unchecked") // a TreeDef rebuilds what it was made from
  public static <A, R> Function<A, R> checkNumbers(Function<A, R> f) {
    return a -> {
      var leaves = new ArrayList<Tensor>();
      TreeDef structure = Trees.flatten(a, leaves);
      var result = new ArrayList<TreeDef>(1);
      var outputs = Transform.check("checkNumbers", flat(f, structure, result), leaves);
      return (R) result.getFirst().unflatten(outputs);
    };
  }

  // Rules

  /// The argument as a constant: its value passes, its derivative does not.
  public static <T> T stopGradient(T tree) {
    return Trees.map(tree, x -> new StopGradient().bind(x));
  }

  /// `f` with a forward rule of its own, `(x, dx, y) -> dy`, linear in `dx`; reverse mode follows by transposing it. Keep it in a
  /// `static final` field. The rule must not use traced values from outside: pass them as arguments.
  public static TensorFunction customJvp(
      TensorFunction f, Function3<Tensor, Tensor, Tensor, Tensor> rule) {
    Function<Tensor, Tensor> custom = CustomRules.jvp(f, rule);
    return custom::apply;
  }

  /// The same for structures.
  public static <A, R> Function<A, R> customJvp(Function<A, R> f, Function3<A, A, R, R> rule) {
    return CustomRules.jvp(f, rule);
  }

  /// A function with a reverse rule of its own: `forward` returns the value and what `backward(saved, ct)` needs to make the
  /// argument's cotangent, linear in `ct`. Forward mode follows by transposing it.
  public static <A, R, S> Function<A, R> customVjp(
      Function<A, Saved<R, S>> forward, BiFunction<S, R, A> backward) {
    return CustomRules.vjp(forward, backward);
  }

  /// The same for a function of one tensor and a lambda without parameter types.
  public static <S> TensorFunction customVjp(
      SavingFunction<S> forward, BiFunction<S, Tensor, Tensor> backward) {
    Function<Tensor, Tensor> custom = CustomRules.vjp(forward, backward);
    return custom::apply;
  }

  /// A function of one tensor that also returns what its reverse rule needs: what a lambda without parameter types becomes when
  /// it is given to [#customVjp].
  @FunctionalInterface
  public interface SavingFunction<S> extends Function<Tensor, Saved<Tensor, S>> {}

  /// `f` with a batch rule of its own: under [#vmap], `batched` computes all examples at once. Each tensor of its argument and of
  /// its result has the examples along its leading axis; what is the same for all examples is repeated. It must compute what `f`
  /// computes for each. Derivatives are those of `f`, and those of `batched` under `vmap`; they compute the function again.
  public static TensorFunction customVmap(TensorFunction f, TensorFunction batched) {
    Function<Tensor, Tensor> custom = CustomRules.vmap(f, batched);
    return custom::apply;
  }

  /// The same for structures.
  public static <A, R> Function<A, R> customVmap(Function<A, R> f, Function<A, R> batched) {
    return CustomRules.vmap(f, batched);
  }

  // Implicit functions

  /// `x*` with `f(x*, theta) = 0` as a function of theta, found by a solver; its derivative follows from the implicit function theorem,
  /// `dx* = −(∂f/∂x)⁻¹ ∂f/∂theta · dtheta`, to any order. [Implicit] has options: how the system is solved, for large unknowns.
  ///
  /// The solver is not differentiated. It may look at values where these are known; under [#vmap], [#stage] and [#compile], where it
  /// becomes a part of the program, it may not: see the other form. `f` may use traced values from outside, by which the result has
  /// derivatives too. Throws a [ShapeException] unless `f` makes as many equations as there are unknowns, in the structure of `x*`.
  public static <X, T> Function<T, X> implicitRoot(BiFunction<X, T, X> f, Function<T, X> solver) {
    return Implicit.of().root(f, solver);
  }

  /// The same for a solver that looks at values. It is given the equation, `f(·, theta)` for the theta in question, and `start`, and runs
  /// when they are known, in every transformation: one operation of a program, and under [#vmap] one example after the other. The
  /// result has structure, shapes and dtypes of `start`.
  public static <X, T> Function<T, X> implicitRoot(
      BiFunction<X, T, X> f, X start, BiFunction<Function<X, X>, X, X> solver) {
    return Implicit.of().root(f, start, solver);
  }

  /// `x*` with `f(x*, theta) = x*`, found by repeating `x ← f(x, theta)` from `start` until x moves no more: until steps are small and
  /// not getting smaller. Its derivative is that of [#implicitRoot] at `f(x, theta) − x`, so the number of steps does not matter to it. Under
  /// [#vmap] each example takes its own steps; in programs it is a loop. [Implicit] has options.
  ///
  /// Throws an [ArithmeticException] if there is no rest after 10,000 steps, for one example at least, whenever that is evaluated; and a
  /// [ShapeException] or [DTypeException] if `f` does not keep the types of `start`.
  public static <X, T> Function<T, X> fixedPoint(BiFunction<X, T, X> f, X start) {
    return Implicit.of().fixedPoint(f, start);
  }

  /// The `x` that minimises `f(x, theta)`, found by a solver; its derivative follows from the condition that the gradient `∂f/∂x` is 0
  /// there, `dx* = −(∂²f/∂x²)⁻¹ ∂²f/∂x∂theta · dtheta`, to any order. Otherwise as [#implicitRoot].
  public static <X, T> Function<T, X> argmin(BiFunction<X, T, Tensor> f, Function<T, X> solver) {
    return Implicit.of().argmin(f, solver);
  }

  /// The same for a solver that looks at values. It is given the function to be minimised, and `start`.
  public static <X, T> Function<T, X> argmin(
      BiFunction<X, T, Tensor> f, X start, BiFunction<Function<X, Tensor>, X, X> solver) {
    return Implicit.of().argmin(f, start, solver);
  }

  // Linear maps as values

  /// The transposed map of a linear function: of cotangents of the result to cotangents of the argument, which has the structure,
  /// shapes and dtypes of `example`. `f` may use traced values from outside.
  ///
  /// Throws a [NotDifferentiableException] that names the operation if `f` is not linear.
  public static <A, R> Function<R, A> linearTranspose(Function<A, R> f, A example) {
    return LinearOperator.transposed(f, example);
  }

  /// The same for a lambda without parameter types.
  public static TensorFunction linearTranspose(TensorFunction f, Tensor example) {
    Function<Tensor, Tensor> transposed =
        LinearOperator.transposed((Function<Tensor, Tensor>) f, example);
    return transposed::apply;
  }

  /// A linear function of structures like `example` to such structures, as a value: it can be applied, transposed, and its systems
  /// solved, and derivatives go through all of it. `f` may use traced values from outside.
  ///
  /// Throws a [NotDifferentiableException] that names the operation if `f` is not linear, and a [ShapeException] if its result is
  /// not like its argument.
  public static <X> LinearOperator<X> linearOperator(Function<X, X> f, X example) {
    return LinearOperator.of("linearOperator", f, example);
  }

  /// The same for a lambda without parameter types.
  public static LinearOperator<Tensor> linearOperator(TensorFunction f, Tensor example) {
    return LinearOperator.of("linearOperator", (Function<Tensor, Tensor>) f, example);
  }

  /// `x` with `operator(x) = b` for a linear operator, found by any solver: it is given the operator and b as values, and may look at
  /// them. The derivative is implicit, `A dx = db − dA x`, also by values that `operator` uses from outside; in reverse mode the
  /// solver is given the transposed operator.
  ///
  /// Throws an [ArithmeticException] if the solver's result leaves a residual of more than a thousandth of b.
  public static <X> X customLinearSolve(
      Function<X, X> operator, X b, BiFunction<Function<X, X>, X, X> solver) {
    return LinearOperator.of("customLinearSolve", operator, b).solve(b, solver);
  }

  /// The same for lambdas without parameter types.
  public static Tensor customLinearSolve(
      TensorFunction operator,
      Tensor b,
      BiFunction<Function<Tensor, Tensor>, Tensor, Tensor> solver) {
    return customLinearSolve((Function<Tensor, Tensor>) operator, b, solver);
  }
}
