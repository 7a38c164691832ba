package org.cotangent.compiler.fusion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.compiler.kernel.Body;
import org.cotangent.compiler.kernel.Formulas;
import org.cotangent.compiler.kernel.Lane;
import org.cotangent.compiler.kernel.Nest;
import org.cotangent.kernel.Buffers;
import org.cotangent.ops.Reduction;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Equation;
import org.cotangent.primitive.Literal;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Var;
import org.jspecify.annotations.Nullable;

/// Writes the nest of several values that share a sweep: the expression of each, down to what is read from memory.
final class NestWriter {
  private final Shape space;
  private final List<Root> roots;
  private final boolean[] stored;
  private final @Nullable Equation[] definitions;
  private final Body body = new Body();
  private final List<Nest.Operand> operands = new ArrayList<>();
  private final List<Atom> sources = new ArrayList<>();
  private final Map<Object, Integer> known = new HashMap<>();
  private final Set<Var> inside = new HashSet<>();
  private final int loops;
  private final boolean[] used;
  private final Strip strip;

  /// A nest over the places of `space` that makes `roots`. `stored` tells which variables are read from memory, `used` which of the
  /// nest's own others need: only those are written. `strip` tells what is done at a time.
  NestWriter(
      Shape space,
      List<Root> roots,
      @Nullable Equation[] definitions,
      boolean[] stored,
      boolean[] used,
      Strip strip) {
    this.space = space;
    this.roots = List.copyOf(roots);
    this.definitions = definitions;
    this.stored = stored;
    this.used = used;
    this.strip = strip;
    this.loops = Math.max(1, space.rank());
    for (Root root : roots) {
      if (root.plain()) {
        inside.add(root.target());
      }
    }
  }

  Fusion.Loops loops() {
    var outputs = new ArrayList<Nest.Output>();
    var targets = new ArrayList<Var>();
    var whole = new ArrayList<Boolean>();
    Place identity = Place.identity(space.rank());
    for (Root root : roots) {
      Var target = root.target();
      if (!used[target.index()]) {
        continue;
      }
      Lane lane = Lane.of(target.aval().dtype());
      int value =
          root.plain() ? defined(root.equation(), identity) : value(root.source(), identity);
      outputs.add(
          Equations.reduces(root.equation())
              ? reduced(value, lane, root)
              : written(body.convert(value, lane), lane, root, identity));
      targets.add(target);
      whole.add(!Equations.places(root.equation()));
    }
    var extents = space.rank() == 0 ? List.of(1) : space.lengths();
    var nest = new Nest(extents, operands, body, outputs);
    nest =
        strip.whole()
            ? nest.collapsed().arranged().parted(0)
            : nest.parted(strip.loop()).collapsed().arranged();
    return new Fusion.Loops(nest, sources, targets, whole);
  }

  private Nest.Output reduced(int value, Lane lane, Root root) {
    Var target = root.target();
    return new Nest.Output(
        value,
        lane,
        reduction(root.equation()),
        0,
        kept(root.equation(), target),
        strip.holds(target),
        List.of());
  }

  private Nest.Output written(int value, Lane lane, Root root, Place identity) {
    Shape shape = strip.shape(root.target());
    boolean scatters = Equations.scatters(root.equation());
    Place place =
        root.plain()
            ? identity
            : scatters ? identity.row(root.equation()) : Placement.of(root.equation(), root.part());
    return new Nest.Output(
        value,
        lane,
        scatters ? Nest.Reduction.SUM : Nest.Reduction.NONE,
        place.offset(shape),
        place.strides(shape, loops),
        strip.holds(root.target()),
        jumps(place, shape));
  }

  private static Nest.Reduction reduction(Equation root) {
    return switch (root.primitive()) {
      case Reduction.ReduceMax _ -> Nest.Reduction.MAX;
      case Reduction.ReduceMin _ -> Nest.Reduction.MIN;
      default -> Nest.Reduction.SUM;
    };
  }

  /// The strides of a reduced result along the loops.
  private List<Integer> kept(Equation root, Var target) {
    Shape result = strip.shape(target);
    List<Integer> reduced = Place.reduced(root.primitive());
    int[] strides = new int[loops];
    int stride = 1;
    int axis = result.rank() - 1;
    for (int loop = space.rank() - 1; loop >= 0; loop--) {
      if (!reduced.contains(loop)) {
        strides[loop] = stride;
        stride *= result.length(axis--);
      }
    }
    return Arrays.stream(strides).boxed().toList();
  }

  private int value(Atom atom, Place place) {
    return switch (atom) {
      case Literal literal -> literal(literal, place);
      case Var variable -> {
        boolean here = inside.contains(variable) && place.equals(identity());
        if (stored[variable.index()] && !here) {
          yield load(variable, place);
        }
        yield defined(Objects.requireNonNull(definitions[variable.index()]), place);
      }
    };
  }

  private Place identity() {
    return Place.identity(space.rank());
  }

  private int literal(Literal literal, Place place) {
    DType dtype = literal.aval().dtype();
    if (Buffers.filled(literal.value()) && dtype.floating()) {
      return body.constant(Buffers.fill(literal.value()), Lane.of(dtype));
    }
    return load(literal, place);
  }

  private int load(Atom atom, Place place) {
    return body.load(operand(atom, place), Lane.of(atom.aval().dtype()));
  }

  /// The number of the operand that reads a value at a place.
  private int operand(Atom atom, Place place) {
    Shape shape = strip.shape(atom);
    List<Nest.Jump> jumps = jumps(place, shape);
    var operand =
        new Nest.Operand(
            Lane.of(atom.aval().dtype()),
            place.offset(shape),
            place.strides(shape, loops),
            strip.holds(atom),
            jumps);
    for (int k = 0; k < operands.size(); k++) {
      if (operands.get(k).equals(operand) && sources.get(k).equals(atom)) {
        return k;
      }
    }
    operands.add(operand);
    sources.add(atom);
    return operands.size() - 1;
  }

  /// The jumps to a place in a row-major array of that shape, whose lists are operands.
  private List<Nest.Jump> jumps(Place place, Shape shape) {
    var jumps = new ArrayList<Nest.Jump>();
    int stride = 1;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      Place.Axis along = place.axes().get(axis);
      if (along.mover() instanceof Place.Listed(Var places, Place at)) {
        jumps.add(new Nest.Jump(operand(places, at), along.step() * stride));
      }
      stride *= shape.length(axis);
    }
    return jumps;
  }

  private int defined(Equation equation, Place place) {
    var key = List.of(equation.outputs().getFirst(), place);
    Integer done = known.get(key);
    if (done != null) {
      return done;
    }
    int value;
    Aval aval = equation.outputs().getFirst().aval();
    if (Equations.pointwise(equation)) {
      var arguments = new ArrayList<Integer>();
      for (Atom input : equation.inputs()) {
        arguments.add(value(input, place));
      }
      Lane lane = Lane.of(Equations.lane(equation));
      value = Formulas.lower(body, Op.of(equation.primitive()).value(), lane, arguments);
      value = body.convert(value, Lane.of(aval.dtype()));
    } else {
      Atom source = equation.inputs().getFirst();
      if (Equations.converts(equation)) {
        value = body.convert(value(source, place), Lane.of(aval.dtype()));
      } else {
        value = value(source, place.through(equation));
      }
    }
    known.put(key, value);
    return value;
  }
}
