package org.cotangent.trace;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.Array;
import org.cotangent.Box;
import org.cotangent.Tensor;
import org.cotangent.TraceException;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.CustomJvp;
import org.cotangent.primitive.CustomVjp;
import org.cotangent.primitive.CustomVmap;
import org.cotangent.primitive.Equation;
import org.cotangent.primitive.Lines;
import org.cotangent.primitive.Literal;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Primitive;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.Routine;
import org.cotangent.primitive.Trace;
import org.cotangent.primitive.Var;
import org.cotangent.primitive.Zero;

/// Staging: writes each operation into a program instead of doing it.
final class StageTrace extends Trace {
  private final List<Var> inputs = new ArrayList<>();
  private final List<Equation> equations = new ArrayList<>();
  private final Map<Tensor, Var> captured = new IdentityHashMap<>();
  private final List<Tensor> captures = new ArrayList<>();
  private int count;

  private final int limit = Integer.getInteger(LIMIT, 500_000);

  /// The system property that limits the equations of a program.
  private static final String LIMIT = "cotangent.equations.limit";

  StageTrace(String transformation) {
    super(transformation);
  }

  /// A value that is not known yet.
  record Staged(StageTrace trace, Var variable, Lines.Line line) implements Box {
    @Override
    public Aval aval() {
      return variable.aval();
    }

    @Override
    public Tensor unboxed() {
      throw unknown("the value");
    }

    @Override
    public double item() {
      throw unknown("item");
    }

    @Override
    public double[] toDoubles() {
      throw unknown("toDoubles");
    }

    private TraceException unknown(String operation) {
      return new TraceException(
          operation
              + ": under "
              + trace.transformation()
              + " this "
              + aval()
              + ", made "
              + line.text()
              + ", is not known while the program is written: use where(…) or cond(…) instead of a"
              + " branch on it, or leave the branch outside");
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }

    @Override
    public String toString() {
      return "Autograd Staged " + aval();
    }
  }

  @Override
  public boolean writes() {
    return true;
  }

  /// A new input of the program.
  synchronized Tensor input(Aval aval) {
    var variable = new Var(count++, aval);
    inputs.add(variable);
    return new Staged(this, variable, Lines.note());
  }

  @Override
  public synchronized List<Tensor> bind(Op op, List<Tensor> arguments) {
    var atoms = new ArrayList<Atom>(arguments.size());
    var avals = new ArrayList<Aval>(arguments.size());
    for (Tensor argument : arguments) {
      if (argument instanceof Staged staged && staged.trace == this && closed()) {
        throw leaked(staged.toString(), staged.line);
      }
      atoms.add(atom(argument));
      avals.add(argument.aval());
    }
    if (op.primitive() instanceof CustomVmap custom) {
      return custom.apply(arguments);
    }
    Primitive primitive = closed(op.primitive(), avals);
    var outputs = new ArrayList<Var>();
    var boxes = new ArrayList<Tensor>();
    Lines.Line line = Lines.note();
    for (Aval aval : Op.of(primitive).shapes(avals)) {
      var variable = new Var(count++, aval);
      outputs.add(variable);
      boxes.add(new Staged(this, variable, line));
    }
    if (equations.size() >= limit) {
      throw tooLong();
    }
    equations.add(new Equation(primitive, atoms, outputs));
    return boxes;
  }

  private TraceException tooLong() {
    return new TraceException(
        transformation()
            + ": the program has more than "
            + limit
            + " equations: a loop of Java is written out round by round, so use scan or forLoop,"
            + " which is one equation; or raise the limit, with -D"
            + LIMIT
            + "="
            + 2L * limit);
  }

  /// The primitive with its functions as programs. Written in place, without its rules, a function would have another derivative as
  /// soon as the program is differentiated; so one that uses traced values from outside is refused.
  private Primitive closed(Primitive primitive, List<Aval> avals) {
    return switch (primitive) {
      case CustomJvp custom -> {
        Program function = program(primitive, custom.function(), avals);
        var all = new ArrayList<>(avals);
        all.addAll(avals);
        function.outputs().forEach(output -> all.add(output.aval()));
        yield new CustomJvp(function, program(primitive, custom.rule(), all));
      }
      case CustomVjp custom -> {
        CustomVjp.Split function = split(primitive, custom.function(), avals);
        var all = new ArrayList<Aval>();
        List<Atom> results = function.program().outputs();
        results
            .subList(function.outputs(), results.size())
            .forEach(output -> all.add(output.aval()));
        results.subList(0, function.outputs()).forEach(output -> all.add(output.aval()));
        yield new CustomVjp(function, program(primitive, custom.rule(), all));
      }
      default -> primitive;
    };
  }

  private CustomVjp.Split split(Primitive primitive, CustomVjp.Forward forward, List<Aval> avals) {
    if (forward instanceof CustomVjp.Split split) {
      return split;
    }
    int[] outputs = new int[1];
    Program program =
        program(
            primitive,
            arguments -> {
              CustomVjp.Result result = forward.apply(arguments);
              outputs[0] = result.outputs().size();
              var all = new ArrayList<>(result.outputs());
              all.addAll(result.residuals());
              return all;
            },
            avals);
    return new CustomVjp.Split(program, outputs[0]);
  }

  private Program program(Primitive primitive, Routine routine, List<Aval> avals) {
    if (routine instanceof Program program) {
      return program;
    }
    var inner = new StageTrace("stage");
    try {
      List<Tensor> outputs = routine.apply(avals.stream().map(inner::input).toList());
      Program program = inner.program(outputs);
      if (!inner.captures.isEmpty()) {
        throw closedOver(primitive.name() + ": the function", inner.captures.getFirst());
      }
      return program;
    } finally {
      inner.close();
    }
  }

  private static TraceException closedOver(String function, Tensor captured) {
    return Trace.closedOver(function, ((Box) captured).trace().transformation());
  }

  private Atom atom(Tensor tensor) {
    return switch (tensor) {
      case Staged staged when staged.trace == this -> staged.variable;
      case Array array -> new Literal(array);
      case Zero zero -> new Literal((Array) zero.unboxed());
      default -> captured.computeIfAbsent(tensor, this::capture);
    };
  }

  /// A value that is traced outside becomes one more input.
  private Var capture(Tensor tensor) {
    captures.add(tensor);
    return new Var(count++, tensor.aval());
  }

  /// What the program uses of the traces around it, in the order of its last inputs.
  List<Tensor> captures() {
    return List.copyOf(captures);
  }

  /// What has been written, up to `outputs`, without dead code.
  synchronized Program program(List<Tensor> outputs) {
    var results = outputs.stream().map(this::atom).toList();
    var all = new ArrayList<>(inputs);
    captures.forEach(
        tensor -> all.add(java.util.Objects.requireNonNull(captured.get(tensor), "captured")));
    return new Program(all, equations, results).withoutDeadCode();
  }
}
