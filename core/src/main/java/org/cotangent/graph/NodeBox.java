package org.cotangent.graph;

import java.util.List;
import java.util.Optional;
import org.cotangent.Array;
import org.cotangent.Box;
import org.cotangent.DTypeException;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.TraceException;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Trace;
import org.jspecify.annotations.Nullable;

/// What the four kinds of nodes share: a name, and what the latest passes left.
abstract class NodeBox {
  final GraphTrace trace;
  final Aval aval;
  @Nullable Tensor value;
  @Nullable Tensor gradient;

  /// The tensor on the tape of the latest forward pass.
  @Nullable Tensor taped;

  private @Nullable String name;

  NodeBox(GraphTrace trace, Aval aval, @Nullable String name) {
    this.trace = trace;
    this.aval = aval;
    this.name = name;
  }

  abstract String kind();

  void name(String name) {
    this.name = name;
  }

  public String name() {
    String present = name;
    if (present == null) {
      throw new AssertionError("operators are named by their trace");
    }
    return present;
  }

  boolean named() {
    return name != null;
  }

  public Trace trace() {
    return trace;
  }

  public Aval aval() {
    return aval;
  }

  public Optional<Tensor> value() {
    return Optional.ofNullable(value);
  }

  public Optional<Tensor> gradient() {
    return Optional.ofNullable(gradient);
  }

  public Tensor unboxed() {
    Tensor present = value;
    if (present == null) {
      throw new TraceException(name() + " has no value yet: run a forward pass over it first");
    }
    return present;
  }

  @Override
  public String toString() {
    return kind() + ": name:" + name() + ", value:" + text(value);
  }

  /// Whole numbers print without a point, as they were written.
  static String text(@Nullable Tensor value) {
    if (value == null) {
      return "None";
    }
    String text = value.toString();
    return value instanceof Array && value.rank() == 0 && text.endsWith(".0")
        ? text.substring(0, text.length() - 2)
        : text;
  }

  /// Checks what is fed or assigned.
  void requireFits(String what, Tensor given) {
    if (!given.shape().equals(aval.shape())) {
      throw new ShapeException(
          what + " " + name() + ": " + given.shape() + " given, but it is " + aval.shape());
    }
    if (given.dtype() != aval.dtype()) {
      throw new DTypeException(
          what
              + " "
              + name()
              + ": "
              + given.dtype()
              + " given, but it is "
              + aval.dtype()
              + ": convert with to("
              + aval.dtype()
              + ")");
    }
  }

  static final class OfPlaceholder extends NodeBox implements Placeholder {
    OfPlaceholder(GraphTrace trace, Aval aval, String name) {
      super(trace, aval, name);
    }

    @Override
    String kind() {
      return "Placeholder";
    }
  }

  static final class OfConstant extends NodeBox implements Constant {
    OfConstant(GraphTrace trace, Tensor value, String name) {
      super(trace, value.aval(), name);
      this.value = value;
    }

    @Override
    String kind() {
      return "Constant";
    }
  }

  static final class OfVariable extends NodeBox implements Variable {
    OfVariable(GraphTrace trace, Tensor value, String name) {
      super(trace, value.aval(), name);
      this.value = value;
    }

    @Override
    String kind() {
      return "Variable";
    }

    @Override
    public void assign(Tensor value) {
      requireFits("assign to", value);
      this.value = value;
    }
  }

  /// A result of an equation. Those inside of a call of the library are not shown, unless somebody asks for them.
  static final class OfOperator extends NodeBox implements Operator {
    final GraphTrace.Step step;
    final int order;

    /// Used or asked for from outside of its call.
    boolean pinned;

    OfOperator(GraphTrace trace, Aval aval, GraphTrace.Step step, int order) {
      super(trace, aval, null);
      this.step = step;
      this.order = order;
    }

    @Override
    String kind() {
      return "Operator";
    }

    @Override
    public String name() {
      trace.ensureNamed(this);
      return super.name();
    }

    @Override
    public List<GraphNode> inputs() {
      return trace.inputs(this);
    }

    @Override
    public String toString() {
      return "Operator: name:" + name();
    }
  }
}
