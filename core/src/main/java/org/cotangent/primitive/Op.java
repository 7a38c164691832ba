package org.cotangent.primitive;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.cotangent.Array;
import org.cotangent.Box;
import org.cotangent.DType;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.kernel.Buffers;
import org.jspecify.annotations.Nullable;

/// A primitive made ready to be applied: with the formulas of its value and partial derivatives, if it is pointwise.
///
/// The functions of the operator families keep theirs in `static final` fields. It is a record because the JIT trusts a
/// record's fields: with a constant `Op` the formulas become straight-line code.
///
/// @param primitive the operation
/// @param pointwise whether it has formulas
/// @param real whether it makes a number (rank 0, `F64`) of numbers
/// @param masks whether the zeros of its cotangents mean *no influence*
/// @param value the formula of the value
/// @param partial0 the derivative by operand 0
/// @param partial1 the derivative by operand 1, if there is one
/// @param partial2 the derivative by operand 2, if there is one
/// @param shared the parts of the formulas that occur several times: kernels compute them once
public record Op(
    Primitive primitive,
    boolean pointwise,
    boolean real,
    boolean masks,
    Scalar value,
    Scalar partial0,
    Scalar partial1,
    Scalar partial2,
    List<Scalar> shared) {
  private static final Scalar NONE = new Scalar.Constant(Double.NaN);
  private static final List<Scalar> INPUTS =
      List.of(new Scalar.Input(0), new Scalar.Input(1), new Scalar.Input(2));

  /// Pointwise primitives without parameters, by class; the others are made ready at each call.
  private static final ClassValue<Cell> READY =
      new ClassValue<>() {
        @Override
        protected Cell computeValue(Class<?> type) {
          return new Cell();
        }
      };

  /// Holds the last `Op` made for a class; a race makes one twice.
  private static final class Cell {
    volatile @Nullable Op last;
  }

  /// `primitive`, made ready.
  public static Op of(Primitive primitive) {
    if (!(primitive instanceof Pointwise formulas)) {
      return new Op(primitive, false, false, primitive.masks(), NONE, NONE, NONE, NONE, List.of());
    }
    Cell cell = READY.get(primitive.getClass());
    Op last = cell.last;
    if (last == null || !last.primitive.equals(primitive)) {
      last = ready(primitive, formulas);
      cell.last = last;
    }
    return last;
  }

  private static Op ready(Primitive primitive, Pointwise formulas) {
    int arity = formulas.arity();
    if (arity < 1 || arity > 3) {
      throw new IllegalArgumentException(
          primitive.name()
              + ": a pointwise primitive has 1 to 3 operands, not "
              + arity
              + ": compose it from smaller ones");
    }
    List<Scalar> x = INPUTS.subList(0, arity);
    Scalar y = new Scalar.Result();
    DType dtype = formulas.dtype(java.util.Collections.nCopies(arity, DType.F64));
    boolean smooth = dtype.floating();
    Scalar value = formulas.value(x);
    Scalar partial0 = smooth ? formulas.partial(0, x, y) : NONE;
    Scalar partial1 = smooth && arity > 1 ? formulas.partial(1, x, y) : NONE;
    Scalar partial2 = smooth && arity > 2 ? formulas.partial(2, x, y) : NONE;
    return new Op(
        primitive,
        true,
        dtype == DType.F64,
        primitive.masks(),
        value,
        partial0,
        partial1,
        partial2,
        Repeated.parts(List.of(value, partial0, partial1, partial2)));
  }

  /// The derivative by operand `i`.
  public Scalar partial(int i) {
    return switch (i) {
      case 0 -> partial0;
      case 1 -> partial1;
      case 2 -> partial2;
      default -> throw new IndexOutOfBoundsException(i);
    };
  }

  /// Applies a primitive with one operand and one result.
  public Tensor bind(Tensor a) {
    if (a instanceof Array x) {
      return evaluate(x);
    }
    return Branch.acting(((Box) a).trace()).bind(this, a);
  }

  /// Applies a primitive with two operands and one result.
  public Tensor bind(Tensor a, Tensor b) {
    if (a instanceof Array x && b instanceof Array y) {
      return evaluate(x, y);
    }
    return Branch.acting(Trace.highest(a, b)).bind(this, a, b);
  }

  /// Applies a primitive of any form.
  public List<Tensor> bind(List<Tensor> arguments) {
    Trace highest = null;
    for (int i = 0; i < arguments.size(); i++) {
      if (arguments.get(i) instanceof Box box) {
        Trace trace = box.trace();
        if (highest == null || trace.level() > highest.level()) {
          highest = trace;
        }
      }
    }
    if (highest != null) {
      return Branch.acting(highest).bind(this, arguments);
    }
    if (primitive instanceof Control control) {
      return control.apply(arguments);
    }
    var arrays = new ArrayList<Array>(arguments.size());
    for (Tensor argument : arguments) {
      arrays.add((Array) argument);
    }
    return List.copyOf(evaluateAll(arrays));
  }

  private Tensor evaluate(Array a) {
    if (a.aval() == Aval.NUMBER && real) {
      return Buffers.fill(Aval.NUMBER, value.at(Buffers.fill(a), 0, 0, 0));
    }
    return switch (primitive) {
      case Pointwise _ -> PointwiseKernels.evaluate(this, a);
      case Linear.Unary linear -> {
        linear.shape(a.aval());
        yield linear.evaluate(a);
      }
      default -> bind(List.of(a)).getFirst();
    };
  }

  private Tensor evaluate(Array a, Array b) {
    if (a.aval() == Aval.NUMBER && b.aval() == Aval.NUMBER && real) {
      return Buffers.fill(Aval.NUMBER, value.at(Buffers.fill(a), Buffers.fill(b), 0, 0));
    }
    return switch (primitive) {
      case Pointwise _ -> PointwiseKernels.evaluate(this, a, b);
      case Bilinear bilinear -> {
        bilinear.shape(a.aval(), b.aval());
        yield bilinear.evaluate(a, b);
      }
      default -> bind(List.of(a, b)).getFirst();
    };
  }

  /// Evaluates a pointwise primitive.
  Array evaluate(List<Array> arrays) {
    return switch (arrays.size()) {
      case 1 -> PointwiseKernels.evaluate(this, arrays.get(0));
      case 2 -> PointwiseKernels.evaluate(this, arrays.get(0), arrays.get(1));
      default -> PointwiseKernels.evaluate(this, arrays.toArray(new Array[0]));
    };
  }

  /// Evaluates any primitive but those that hold functions.
  public List<Array> evaluateAll(List<Array> arrays) {
    if (pointwise) {
      return List.of(evaluate(arrays));
    }
    return switch (primitive) {
      case Elementwise _ -> throw new AssertionError("pointwise");
      case Linear linear -> {
        linear.shapes(avals(arrays));
        yield linear.evaluate(arrays);
      }
      case Bilinear bilinear -> {
        bilinear.shape(arrays.get(0).aval(), arrays.get(1).aval());
        yield List.of(bilinear.evaluate(arrays.get(0), arrays.get(1)));
      }
      case General general -> {
        general.shapes(avals(arrays));
        yield general.evaluate(arrays);
      }
      case Control _ ->
          throw new AssertionError("applied by bind: a function may return boxes of its own");
    };
  }

  /// The abstract values of the results. Throws a [ShapeException] or a [org.cotangent.DTypeException] for inputs that do not
  /// fit.
  public List<Aval> shapes(List<Aval> inputs) {
    if (pointwise) {
      return List.of(shape(inputs));
    }
    return switch (primitive) {
      case Elementwise _ -> throw new AssertionError("pointwise");
      case Linear linear -> linear.shapes(inputs);
      case Bilinear bilinear -> List.of(bilinear.shape(inputs.get(0), inputs.get(1)));
      case General general -> general.shapes(inputs);
      case Control control -> control.shapes(inputs);
    };
  }

  /// The abstract value of a pointwise primitive's result.
  public Aval shape(List<Aval> inputs) {
    var formulas = (Pointwise) primitive;
    Aval first = inputs.getFirst();
    if (inputs.size() != formulas.arity()) {
      throw new ShapeException(
          primitive.name() + ": takes " + formulas.arity() + " operands, not " + inputs.size());
    }
    var dtypes = new ArrayList<DType>(inputs.size());
    for (Aval input : inputs) {
      if (!input.shape().equals(first.shape())) {
        throw new ShapeException(
            primitive.name()
                + ": "
                + first.shape()
                + " and "
                + input.shape()
                + " differ; a primitive does not broadcast: use the function in front of it, or"
                + " broadcastTo");
      }
      dtypes.add(input.dtype());
    }
    return Aval.of(formulas.dtype(dtypes), first.shape());
  }

  static List<Aval> avals(List<? extends Tensor> tensors) {
    var avals = new ArrayList<Aval>(tensors.size());
    for (Tensor tensor : tensors) {
      avals.add(tensor.aval());
    }
    return avals;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Op op && primitive.equals(op.primitive);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(primitive);
  }

  @Override
  public String toString() {
    return primitive.name();
  }
}
