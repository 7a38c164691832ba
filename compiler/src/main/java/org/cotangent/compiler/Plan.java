package org.cotangent.compiler;

import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.cotangent.compiler.fusion.Contractions;
import org.cotangent.compiler.fusion.Fusion;
import org.cotangent.compiler.fusion.Places;
import org.cotangent.compiler.kernel.Kernel;
import org.cotangent.kernel.Buffers;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Cond;
import org.cotangent.primitive.Equation;
import org.cotangent.primitive.Literal;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.ReverseScan;
import org.cotangent.primitive.Scan;
import org.cotangent.primitive.Var;
import org.cotangent.primitive.While;
import org.cotangent.trace.ReverseWhile;
import org.jspecify.annotations.Nullable;

/// A program as a list of steps over heap arrays, with its memory planned. Immutable and thread-safe: each call has a [Frame].
final class Plan {
  /// What one nest computes at most, in additions: so that its method stays below what HotSpot compiles.
  private static final int BUDGET = 200;

  private final Program program;
  private final List<Step> steps = new ArrayList<>();
  private final List<Plan> inner = new ArrayList<>();
  private final List<Object> literals = new ArrayList<>();
  private final int variables;
  private int kept;
  private final List<Var> names = new ArrayList<>();
  private final Storage storage;
  private final int[] outputs;
  private final @Nullable Object[] initial;
  private final ConcurrentLinkedDeque<SoftReference<Frame>> free = new ConcurrentLinkedDeque<>();

  /// Plans a program whose results are given away, so that each call makes them anew.
  Plan(Program program) {
    this(program, true, List.of(), List.of());
  }

  /// Plans a program whose results lie in the frame's arrays. So do the inputs `owned`; `carries`: those that are results of the run
  /// before.
  Plan(Program program, List<Integer> owned, List<Storage.Carry> carries) {
    this(program, false, owned, carries);
  }

  private Plan(Program given, boolean escaping, List<Integer> owned, List<Storage.Carry> carries) {
    this.program = Places.written(OuterProducts.writtenOut(given));
    this.variables =
        program.inputs().size()
            + program.equations().stream().mapToInt(e -> e.outputs().size()).sum();
    names.addAll(program.inputs());
    program.equations().forEach(equation -> names.addAll(equation.outputs()));
    List<Fusion.Step> divided = divided(program);
    this.storage = new Storage(program, divided, variables, escaping, owned, carries);
    for (Fusion.Step step : divided) {
      steps.add(
          switch (step) {
            case Fusion.Loops loops ->
                Sweep.parts(loops) == 1
                    ? new Once(loops, this, storage)
                    : new Sweep(loops, this, storage);
            case Fusion.Strips strips -> new Sweep(strips, this, storage);
            case Fusion.Product(Equation equation, int _) -> throw new AssertionError(equation);
            case Fusion.Library(Equation equation) -> operation(equation);
            case Fusion.Alias(Atom from, Var to) -> new Renaming(slot(from), slot(to));
          });
    }
    this.outputs = program.outputs().stream().mapToInt(this::slot).toArray();
    this.initial = new @Nullable Object[variables + literals.size()];
    for (int i = 0; i < literals.size(); i++) {
      initial[variables + i] = literals.get(i);
    }
  }

  /// Steps whose nests all fit a method.
  private static List<Fusion.Step> divided(Program program) {
    for (int budget = BUDGET; ; budget /= 2) {
      List<Fusion.Step> steps = Fusion.plan(program, budget);
      if (budget < 8 || steps.stream().allMatch(Plan::fits)) {
        return steps;
      }
    }
  }

  private static boolean fits(Fusion.Step step) {
    return switch (step) {
      case Fusion.Loops loops -> Kernel.fits(loops.nest());
      case Fusion.Strips strips -> strips.steps().stream().allMatch(Plan::fits);
      case Fusion.Library _, Fusion.Alias _, Fusion.Product _ -> true;
    };
  }

  private Step operation(Equation equation) {
    return switch (equation.primitive()) {
      case Scan scan -> new Repetition(scan, equation, this, storage);
      case While loop -> new Loop(loop, equation, this, storage);
      case Cond cond -> new Branch(cond, equation, this, storage);
      case ReverseScan sweep -> new Backward(sweep, equation, this, storage);
      case ReverseWhile sweep -> new LoopBackward(sweep, equation, this, storage);
      case Places places -> new Indices(places, equation, this, storage);
      default ->
          Contractions.layout(equation)
              .<Step>map(layout -> new Product(equation, layout, this, storage))
              .orElseGet(() ->
                  WholeNumbers.are(equation)
                      ? new WholeNumbers(equation, this, storage)
                      : new Operation(equation, this));
    };
  }

  /// Whether the step that an equation becomes writes its results into arrays that it is given.
  static boolean writes(Equation equation) {
    return switch (equation.primitive()) {
      case Scan _, While _, Cond _, ReverseScan _, ReverseWhile _ -> true;
      case Places _ -> !Indices.constant(equation);
      default -> Contractions.layout(equation).isPresent() || WholeNumbers.are(equation);
    };
  }

  /// Plans a program that a step holds. Returns its number among the inner ones.
  int nested(Program body) {
    return nested(body, List.of(), List.of());
  }

  /// The same of a loop's body.
  int nested(Program body, List<Integer> owned, List<Storage.Carry> carries) {
    inner.add(new Plan(body, owned, carries));
    return inner.size() - 1;
  }

  /// A place for something that a step keeps in [Frame#kept].
  int keep() {
    return kept++;
  }

  Program program() {
    return program;
  }

  Storage storage() {
    return storage;
  }

  Plan inner(int number) {
    return inner.get(number);
  }

  /// Where a value lies: variables by their index, literals behind them.
  int slot(Atom atom) {
    return switch (atom) {
      case Var variable -> variable.index();
      case Literal literal -> {
        literals.add(Buffers.data(literal.value()));
        yield variables + literals.size() - 1;
      }
    };
  }

  /// The steps as text, a line each, those of loops' bodies moved in.
  String describe(String indent) {
    var text = new StringBuilder();
    for (Step step : steps) {
      text.append(indent).append(step.describe(this, indent)).append('\n');
    }
    return text.append(indent)
        .append(storage.buffers())
        .append(" buffers, ")
        .append(storage.bytes())
        .append(" bytes")
        .toString();
  }

  /// How a program writes what lies in a slot.
  String name(int slot) {
    return slot < variables
        ? names.get(slot).toString() + ":" + names.get(slot).aval()
        : "constant";
  }

  /// The same of several.
  String names(int[] slots) {
    return Arrays.stream(slots)
        .mapToObj(this::name)
        .collect(java.util.stream.Collectors.joining(" "));
  }

  /// A frame for one call; give it back afterwards.
  Frame take() {
    for (SoftReference<Frame> reference = free.poll(); reference != null; reference = free.poll()) {
      Frame frame = reference.get();
      if (frame != null) {
        return frame;
      }
    }
    return frame();
  }

  private Frame frame() {
    var frames = new Frame[inner.size()];
    Arrays.setAll(frames, i -> inner.get(i).frame());
    return new Frame(initial.clone(), storage.buffers(), kept, frames);
  }

  /// Takes a frame back, without what belongs to the call.
  void giveBack(Frame frame) {
    reset(frame);
    free.push(frame.reference);
  }

  /// Forgets all values of a call.
  void reset(Frame frame) {
    System.arraycopy(initial, 0, frame.values, 0, initial.length);
  }

  /// Runs the steps on the inputs, which are in the first slots. What steps write to stays for the next run, unless it is forgotten by
  /// [#reset].
  void run(Frame frame) {
    for (Step step : steps) {
      step.run(frame);
    }
  }

  /// The array of result `i`.
  Object output(Frame frame, int i) {
    return frame.value(outputs[i]);
  }
}
