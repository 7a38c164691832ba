package org.cotangent;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.cotangent.Autodiff.Scanned;
import org.cotangent.Autodiff.Step;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Scan;
import org.cotangent.trace.Closures;
import org.cotangent.trace.Transform;
import org.cotangent.tree.TreeDef;
import org.cotangent.tree.Trees;

/// Loops over the slices of stacked inputs. Where values are known the body just runs for each; see [Repetitions].
@SuppressWarnings("unchecked") // a TreeDef rebuilds what it was made from
final class Scans {
  private Scans() {}

  /// A loop's arguments, taken apart.
  private record Parts(
      Structures.Kept carry, List<Tensor> start, TreeDef inputs, List<Tensor> stacked, int length) {
    Object slice(int i) {
      return inputs.unflatten(stacked.stream().map(x -> x.get(i)).toList());
    }

    List<Aval> slices() {
      return stacked.stream().map(x -> x.aval().unstacked()).toList();
    }
  }

  static <C, X, Y> Scanned<C, Y> scan(
      Looping looping, C start, X inputs, BiFunction<C, X, Step<C, Y>> body) {
    return scan("scan", looping, start, inputs, body);
  }

  static <C, X, Y> Scanned<C, Y> scan(
      String name, Looping looping, C start, X inputs, BiFunction<C, X, Step<C, Y>> body) {
    Parts parts = parts(name, start, inputs);
    if (parts.length == 0 || looping.writes(parts.start) || looping.writes(parts.stacked)) {
      return written(name, looping, parts, body);
    }
    C carry = start;
    var outputs = new ArrayList<List<Tensor>>();
    Structures.Kept output = null;
    for (int step = 0; step < parts.length; step++) {
      int at = looping.backward() ? parts.length - 1 - step : step;
      Step<C, Y> result = body.apply(carry, (X) parts.slice(at));
      carry = result.carry();
      List<Tensor> carried = parts.carry.leaves(carry);
      List<Tensor> made = new ArrayList<>();
      if (output == null) {
        output = Structures.Kept.of(name, "the output", Trees.flatten(result.output(), made), made);
        made.forEach(_ -> outputs.add(new ArrayList<>()));
      } else {
        made = output.leaves(result.output());
      }
      if (step == 0 && (looping.writes(carried) || looping.writes(made))) {
        // The body closes over values that are being written. This step is dropped as dead code.
        return written(name, looping, parts, body);
      }
      for (int i = 0; i < made.size(); i++) {
        outputs.get(i).add(made.get(i));
      }
    }
    var stacked = new ArrayList<Tensor>();
    for (List<Tensor> steps : outputs) {
      stacked.add(Tensor.stack(looping.backward() ? steps.reversed() : steps));
    }
    return new Scanned<>(
        carry, (Y) java.util.Objects.requireNonNull(output).structure().unflatten(stacked));
  }

  static <X, Y> Y map(Function<X, Y> f, X xs) {
    List<Tensor> none = List.of();
    return scan(
            "map",
            Looping.of(),
            none,
            xs,
            (List<Tensor> carry, X x) -> new Step<>(carry, f.apply(x)))
        .outputs();
  }

  private static Parts parts(String name, Object start, Object inputs) {
    var carries = new ArrayList<Tensor>();
    TreeDef carry = Trees.flatten(start, carries);
    var stacked = new ArrayList<Tensor>();
    TreeDef structure = Trees.flatten(inputs, stacked);
    requireStacked(name, structure, stacked);
    return new Parts(
        Structures.Kept.of(name, "the carry", carry, carries),
        carries,
        structure,
        stacked,
        stacked.getFirst().shape().length(0));
  }

  /// Throws unless there are inputs, with leading axes of the same length.
  static void requireStacked(String name, TreeDef structure, List<Tensor> stacked) {
    if (stacked.isEmpty()) {
      throw new ShapeException(
          name
              + ": the inputs hold no tensor, so nothing says how many steps there are: use"
              + " forLoop");
    }
    for (int i = 0; i < stacked.size(); i++) {
      Shape shape = stacked.get(i).shape();
      String place = Structures.place("the input", structure, i);
      if (shape.rank() == 0) {
        throw new ShapeException(
            name
                + ": "
                + place
                + " is a scalar, but needs a leading axis, one slice for each step");
      }
      Shape first = stacked.getFirst().shape();
      if (shape.length(0) != first.length(0)) {
        throw new ShapeException(
            name
                + ": "
                + place
                + " has "
                + shape.length(0)
                + " slices in "
                + shape
                + ", but "
                + Structures.place("the input", structure, 0)
                + " has "
                + first.length(0)
                + " in "
                + first);
      }
    }
  }

  private static <C, X, Y> Scanned<C, Y> written(
      String name, Looping looping, Parts parts, BiFunction<C, X, Step<C, Y>> body) {
    TreeDef carry = parts.carry.structure();
    int carries = carry.leafCount();
    var avals = new ArrayList<>(parts.carry.avals());
    avals.addAll(parts.slices());
    var outputs = new ArrayList<TreeDef>(1);
    var step =
        Transform.stage(
            name,
            boxes -> {
              Step<C, Y> result =
                  body.apply(
                      (C) carry.unflatten(boxes.subList(0, carries)),
                      (X) parts.inputs.unflatten(boxes.subList(carries, boxes.size())));
              var all = new ArrayList<>(parts.carry.leaves(result.carry()));
              outputs.add(Trees.flatten(result.output(), all));
              return all;
            },
            avals);
    var closures = Closures.of(List.of(step));
    var arguments = new ArrayList<>(closures.captures());
    arguments.addAll(parts.start);
    arguments.addAll(parts.stacked);
    var scan =
        new Scan(
            parts.length,
            closures.captures().size(),
            carries,
            looping.backward(),
            looping.unroll(),
            looping.snapshots(),
            closures.programs().getFirst());
    List<Tensor> results = Op.of(scan).bind(arguments);
    return new Scanned<>(
        (C) carry.unflatten(results.subList(0, carries)),
        (Y) outputs.getFirst().unflatten(results.subList(carries, results.size())));
  }
}
