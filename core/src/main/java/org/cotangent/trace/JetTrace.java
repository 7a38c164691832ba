package org.cotangent.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.cotangent.Array;
import org.cotangent.Box;
import org.cotangent.Tensor;
import org.cotangent.kernel.Buffers;
import org.cotangent.ops.Arithmetic;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Bilinear;
import org.cotangent.primitive.Control;
import org.cotangent.primitive.Elementwise;
import org.cotangent.primitive.General;
import org.cotangent.primitive.Intrinsic;
import org.cotangent.primitive.Linear;
import org.cotangent.primitive.Lines;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Primitive;
import org.cotangent.primitive.Scalar;
import org.cotangent.primitive.Trace;
import org.cotangent.primitive.Zero;
import org.jspecify.annotations.Nullable;

/// Taylor mode: a value is a power series in one variable, of which each operation makes another.
///
/// Linear operations work on each coefficient, bilinear ones and quotients by their recurrences. All others need no recurrence of
/// their own: of `y = f(x)` follows `y′ = J(x, y) x′`, where the right side is the operation's pushforward. It is run once, on the
/// series `x`, `y` and `x′` themselves; its coefficient `k − 1` needs y up to `k − 1` only and gives y's coefficient `k`. Coefficients
/// are therefore made when they are asked for. An operation that is met again on the same series is the same series (the derivative
/// of the cosine finds the sine), so the number of operations grows with the square of the order, or with its cube where each
/// derivative is a new function. (Griewank and Walther, *Evaluating Derivatives*, chapter 13, for the recurrences.)
final class JetTrace extends Trace {
  private final Map<Call, List<Tensor>> known = new HashMap<>();
  private final List<Series> made = new ArrayList<>();

  /// How many pushforwards deep the operations are that are bound now: those need so many coefficients less.
  private int depth;

  JetTrace(String transformation) {
    super(transformation);
  }

  /// An operation on these very boxes, or equal constants.
  private record Call(Primitive primitive, List<Tensor> arguments) {
    @Override
    public boolean equals(Object other) {
      if (!(other instanceof Call call)
          || arguments.size() != call.arguments.size()
          || !primitive.equals(call.primitive)) {
        return false;
      }
      for (int i = 0; i < arguments.size(); i++) {
        if (!same(arguments.get(i), call.arguments.get(i))) {
          return false;
        }
      }
      return true;
    }

    /// Formulas make their constants anew each time.
    private static boolean same(Tensor a, Tensor b) {
      return a == b
          || a instanceof Array x
              && b instanceof Array y
              && Buffers.filled(x)
              && Buffers.filled(y)
              && x.aval().equals(y.aval())
              && Double.doubleToLongBits(Buffers.fill(x))
                  == Double.doubleToLongBits(Buffers.fill(y));
    }

    @Override
    public int hashCode() {
      int hash = primitive.hashCode();
      for (Tensor argument : arguments) {
        hash =
            31 * hash
                + (argument instanceof Array array && Buffers.filled(array)
                    ? Double.hashCode(Buffers.fill(array))
                    : System.identityHashCode(argument));
      }
      return hash;
    }
  }

  /// A power series: its value at 0, and the others coefficients when they are asked for.
  static final class Series implements Box {
    private final JetTrace trace;
    private final Tensor primal;
    private final boolean masked;
    private final int depth;
    private final IntFunction<Tensor> rule;
    private final List<Tensor> coefficients = new ArrayList<>();
    private final Lines.Line line = Lines.current();
    private @Nullable Tensor derivative;

    /// This series is `factor · base`, if it is known to be a multiple by a power of 2.
    private Series base = this;

    private double factor = 1;

    private Series(JetTrace trace, Tensor primal, boolean masked, IntFunction<Tensor> rule) {
      this.trace = trace;
      this.primal = primal;
      this.masked = masked;
      this.depth = trace.depth;
      this.rule = rule;
    }

    /// The factor of the `k`-th power; a [Zero] if it is known to be 0.
    Tensor coefficient(int k) {
      if (k == 0) {
        return primal;
      }
      while (coefficients.size() < k) {
        coefficients.add(rule.apply(coefficients.size() + 1));
      }
      return coefficients.get(k - 1);
    }

    /// The series of the derivative.
    private Tensor derivative() {
      if (derivative == null) {
        Tensor first = coefficient(1);
        derivative =
            new Series(
                trace,
                first instanceof Zero zero ? zero.unboxed() : first,
                masked,
                k -> scaled(coefficient(k + 1), k + 1));
      }
      return derivative;
    }

    @Override
    public Trace trace() {
      return trace;
    }

    @Override
    public Tensor unboxed() {
      return primal;
    }

    @Override
    public String toString() {
      return "Autograd Series with value " + primal;
    }
  }

  /// A box for the series with these coefficients, from that of the first power on; 0 after the last one.
  Tensor series(Tensor primal, List<Tensor> coefficients) {
    var series =
        new Series(
            this,
            primal,
            false,
            k ->
                k <= coefficients.size()
                    ? symbolic(coefficients.get(k - 1))
                    : new Zero(primal.aval()));
    made.add(series);
    return series;
  }

  private static Tensor symbolic(Tensor coefficient) {
    return coefficient instanceof Array array && Buffers.filled(array) && Buffers.fill(array) == 0
        ? new Zero(array.aval())
        : coefficient;
  }

  /// Makes all coefficients up to `order`, those of lower powers and of earlier operations first: so nothing recurses deeply.
  void run(int order) {
    for (int k = 1; k <= order; k++) {
      for (int i = 0; i < made.size(); i++) {
        Series series = made.get(i);
        if (series.depth < k) {
          series.coefficient(k - series.depth);
        }
      }
    }
  }

  Tensor primal(Tensor tensor) {
    return tensor instanceof Series series && series.trace == this ? series.primal : tensor;
  }

  Tensor coefficient(Tensor tensor, int k) {
    return tensor instanceof Series series && series.trace == this
        ? series.coefficient(k)
        : k == 0 ? tensor : new Zero(tensor.aval());
  }

  private static Tensor scaled(Tensor tensor, double factor) {
    return Zero.is(tensor) || factor == 1 ? tensor : tensor.times(factor);
  }

  private static Tensor plus(Tensor a, Tensor b) {
    return Zero.is(a) ? b : Zero.is(b) ? a : a.plus(b);
  }

  @Override
  public List<Tensor> bind(Op op, List<Tensor> arguments) {
    boolean masked = op.masks();
    var primals = new ArrayList<Tensor>(arguments.size());
    for (Tensor argument : arguments) {
      if (argument instanceof Series series && series.trace == this) {
        if (closed()) {
          throw leaked(series.toString(), series.line);
        }
        masked |= series.masked;
      }
      primals.add(primal(argument));
    }
    var call = new Call(op.primitive(), List.copyOf(arguments));
    List<Tensor> found = known.get(call);
    if (found != null && !op.primitive().effectful()) {
      return found;
    }
    double factor = factor(op, call.arguments);
    if (factor != 0
        && call.arguments.getFirst() instanceof Series series
        && series.factor * factor == 1) {
      return List.of(series.base);
    }
    List<Tensor> outputs = op.bind(primals);
    if (op.primitive() instanceof Control) {
      outputs.forEach(output -> independent(op, output));
    }
    List<Tensor> results =
        Rules.smooth(op, outputs) ? series(op, call.arguments, primals, outputs, masked) : outputs;
    if (factor != 0
        && call.arguments.getFirst() instanceof Series from
        && results.getFirst() instanceof Series to) {
      to.base = from.base;
      to.factor = from.factor * factor;
    }
    known.put(call, results);
    return results;
  }

  /// The power of 2 by which the operation multiplies its first operand; 0 if it does something else. Formulas that halve what they
  /// have doubled come back to the series they started from.
  private static double factor(Op op, List<Tensor> arguments) {
    if (arguments.size() == 2
        && op.value()
            instanceof Scalar.Binary(Intrinsic function, Scalar.Input(int left), Scalar.Input _)
        && left == 0
        && (function == Intrinsic.MUL || function == Intrinsic.DIV)
        && arguments.get(1) instanceof Array constant
        && Buffers.filled(constant)) {
      double value = Buffers.fill(constant);
      boolean power = Math.scalb(1, Math.getExponent(value)) == value;
      return !power ? 0 : function == Intrinsic.MUL ? value : 1 / value;
    }
    return 0;
  }

  private void independent(Op op, Tensor result) {
    if (result instanceof Box box && !(box instanceof Zero) && box.trace().level() >= level()) {
      throw closedOver(op.primitive().name() + ": the function", transformation());
    }
  }

  private List<Tensor> series(
      Op op, List<Tensor> arguments, List<Tensor> primals, List<Tensor> outputs, boolean masked) {
    var results = new ArrayList<Tensor>(outputs.size());
    IntFunction<List<Tensor>> rule =
        switch (op.primitive()) {
          case Linear linear ->
              k -> Rules.linear(op, linear, primals, outputs, coefficients(arguments, k));
          case Bilinear bilinear ->
              k -> List.of(product(bilinear, arguments.get(0), arguments.get(1), masked, k));
          case Elementwise _
              when op.value()
                      instanceof
                      Scalar.Binary(
                          Intrinsic function,
                          Scalar.Input(int left),
                          Scalar.Input(int right))
                  && function == Intrinsic.DIV ->
              k ->
                  List.of(
                      quotient(
                          arguments.get(left),
                          arguments.get(right),
                          results.getFirst(),
                          masked,
                          k));
          case Elementwise _, General _, Control _ ->
              new Pushforward(op, arguments, results, masked);
        };
    var last = new ArrayList<List<Tensor>>();
    for (int i = 0; i < outputs.size(); i++) {
      int position = i;
      if (!outputs.get(i).dtype().floating()) {
        results.add(outputs.get(i));
        continue;
      }
      var series =
          new Series(
              this,
              outputs.get(i),
              masked,
              k -> {
                while (last.size() < k) {
                  last.add(rule.apply(last.size() + 1));
                }
                return last.get(k - 1).get(position);
              });
      made.add(series);
      results.add(series);
    }
    return results;
  }

  private List<Tensor> coefficients(List<Tensor> arguments, int k) {
    var result = new ArrayList<Tensor>(arguments.size());
    for (Tensor argument : arguments) {
      result.add(coefficient(argument, k));
    }
    return result;
  }

  /// `Σ left[j] · right[k − j]`.
  private Tensor product(Bilinear bilinear, Tensor left, Tensor right, boolean masked, int k) {
    Tensor sum = new Zero(bilinear.shape(left.aval(), right.aval()));
    for (int j = 0; j <= k; j++) {
      Tensor a = coefficient(left, j);
      Tensor b = coefficient(right, k - j);
      if (!Zero.is(a) && !Zero.is(b)) {
        sum = plus(sum, Rules.times(bilinear, a, b, masked));
      }
    }
    return sum;
  }

  /// Of `y · right = left` follows `y[k] = (left[k] − Σ_{j ≥ 1} right[j] · y[k − j]) / right[0]`.
  private Tensor quotient(Tensor left, Tensor right, Tensor y, boolean masked, int k) {
    Tensor sum = coefficient(left, k);
    for (int j = 1; j <= k; j++) {
      Tensor factor = coefficient(right, j);
      Tensor before = coefficient(y, k - j);
      if (!Zero.is(factor) && !Zero.is(before)) {
        Tensor term = masked ? Arithmetic.maskedTimes(factor, before) : factor.times(before);
        sum = Zero.is(sum) ? term.unaryMinus() : sum.minus(term);
      }
    }
    if (Zero.is(sum)) {
      return sum;
    }
    Tensor divisor = primal(right);
    return masked ? Arithmetic.maskedTimes(sum, divisor.reciprocal()) : sum.div(divisor);
  }

  /// Coefficients by way of the derivative: `y[k] = y′[k − 1] / k`.
  private final class Pushforward implements IntFunction<List<Tensor>> {
    private final Op op;
    private final List<Tensor> arguments;
    private final List<Tensor> results;
    private final boolean masked;
    private @Nullable List<Tensor> derivative;

    Pushforward(Op op, List<Tensor> arguments, List<Tensor> results, boolean masked) {
      this.op = op;
      this.arguments = arguments;
      this.results = results;
      this.masked = masked;
    }

    @Override
    public List<Tensor> apply(int k) {
      var coefficients = new ArrayList<Tensor>(results.size());
      for (Tensor change : derivative()) {
        coefficients.add(scaled(coefficient(change, k - 1), 1.0 / k));
      }
      return coefficients;
    }

    private List<Tensor> derivative() {
      if (derivative == null) {
        var tangents = new ArrayList<Tensor>(arguments.size());
        for (Tensor argument : arguments) {
          tangents.add(
              argument instanceof Series series && series.trace == JetTrace.this
                  ? series.derivative()
                  : new Zero(argument.aval()));
        }
        int outside = depth;
        depth =
            ((Series) results.stream().filter(Series.class::isInstance).findFirst().orElseThrow())
                    .depth
                + 1;
        try {
          derivative = Rules.pushforward(op, arguments, results, tangents, masked);
        } finally {
          depth = outside;
        }
      }
      return derivative;
    }
  }
}
