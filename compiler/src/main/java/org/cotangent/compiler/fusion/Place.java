package org.cotangent.compiler.fusion;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.cotangent.Shape;
import org.cotangent.ops.Indexing.Gather;
import org.cotangent.ops.Reduction;
import org.cotangent.ops.Shaping.Broadcast;
import org.cotangent.ops.Shaping.Permute;
import org.cotangent.ops.Shaping.Reshape;
import org.cotangent.ops.Slicing.Pick;
import org.cotangent.ops.Slicing.Reverse;
import org.cotangent.ops.Slicing.StridedSlice;
import org.cotangent.ops.StopGradient;
import org.cotangent.primitive.Equation;
import org.cotangent.primitive.Primitive;
import org.cotangent.primitive.Var;

/// Which element of a value a place in a loop nest means: along each of the value's axes `offset + step · mover`, where the mover is
/// the counter of a loop, or a number that is read from an array of places.
///
/// @param axes for each axis of the value
record Place(List<Axis> axes) {
  /// What moves along an axis.
  sealed interface Mover {}

  /// Nothing does.
  record Fixed() implements Mover {}

  /// The counter of a loop.
  ///
  /// @param number which one
  record Loop(int number) implements Mover {}

  /// An element of an array of places.
  ///
  /// @param places the array: what [Places] made
  /// @param at which element
  record Listed(Var places, Place at) implements Mover {}

  /// One axis.
  ///
  /// @param mover what moves along it
  /// @param step by how much
  /// @param offset from where
  record Axis(Mover mover, int step, int offset) {
    static final Axis FIRST = at(0);

    /// The same element everywhere.
    static Axis at(int index) {
      return new Axis(new Fixed(), 0, index);
    }

    /// With a loop's own counter.
    static Axis along(int loop) {
      return new Axis(new Loop(loop), 1, 0);
    }
  }

  Place {
    axes = List.copyOf(axes);
  }

  /// The element with the loops' own counters.
  static Place identity(int rank) {
    var axes = new ArrayList<Axis>();
    for (int axis = 0; axis < rank; axis++) {
      axes.add(Axis.along(axis));
    }
    return new Place(axes);
  }

  /// Where an operation that only arranges elements takes the one at this place from. Whether it is one of those,
  /// [Equations#arranges] and [Equations#gathers] tell.
  Place through(Equation equation) {
    Shape source = equation.inputs().getFirst().aval().shape();
    return switch (equation.primitive()) {
      case Broadcast broadcast -> {
        var result = new ArrayList<Axis>();
        for (int i = 0; i < source.rank(); i++) {
          result.add(source.length(i) == 1 ? Axis.FIRST : axes.get(broadcast.axes().get(i)));
        }
        yield new Place(result);
      }
      case Permute permute -> {
        var result = new ArrayList<>(Collections.nCopies(source.rank(), Axis.FIRST));
        for (int i = 0; i < axes.size(); i++) {
          result.set(permute.order().get(i), axes.get(i));
        }
        yield new Place(result);
      }
      case StridedSlice slice -> {
        var result = new ArrayList<Axis>();
        for (int i = 0; i < axes.size(); i++) {
          Axis axis = axes.get(i);
          int step = slice.steps().get(i);
          result.add(
              new Axis(axis.mover, axis.step * step, axis.offset * step + slice.starts().get(i)));
        }
        yield new Place(result);
      }
      case Reverse reverse -> {
        var result = new ArrayList<>(axes);
        for (int i : reverse.axes()) {
          Axis axis = axes.get(i);
          result.set(i, new Axis(axis.mover, -axis.step, source.length(i) - 1 - axis.offset));
        }
        yield new Place(result);
      }
      case Pick pick -> {
        var result = new ArrayList<Axis>();
        for (int index : pick.indices()) {
          result.add(Axis.at(index));
        }
        result.addAll(axes);
        yield new Place(result);
      }
      case Reshape reshape -> {
        var moving = new ArrayList<Axis>();
        for (int i = 0; i < axes.size(); i++) {
          if (reshape.shape().length(i) != 1) {
            moving.add(axes.get(i));
          }
        }
        var result = new ArrayList<Axis>();
        int next = 0;
        for (int i = 0; i < source.rank(); i++) {
          result.add(source.length(i) == 1 ? Axis.FIRST : moving.get(next++));
        }
        yield new Place(result);
      }
      case Gather _ -> row(equation);
      default -> this;
    };
  }

  /// Of a gather, or of what a scatter takes: where in the rows the element at this place is.
  Place row(Equation equation) {
    Listed listed = listed(equation, this);
    var result = new ArrayList<Axis>();
    result.add(new Axis(listed, 1, 0));
    result.addAll(axes.subList(listed.at.axes.size(), axes.size()));
    return new Place(result);
  }

  /// The number of that row.
  static Listed listed(Equation equation, Place place) {
    var places = (Var) equation.inputs().get(1);
    return new Listed(places, new Place(place.axes.subList(0, places.aval().shape().rank())));
  }

  /// Whether an operation only arranges elements, in a way that a place can follow.
  static boolean arranges(Primitive primitive, Shape source) {
    return switch (primitive) {
      case Broadcast _, Permute _, StridedSlice _, Reverse _, Pick _, StopGradient _ -> true;
      case Reshape reshape -> moving(source).equals(moving(reshape.shape()));
      default -> false;
    };
  }

  /// The lengths that are not 1.
  private static List<Integer> moving(Shape shape) {
    return shape.lengths().stream().filter(length -> length != 1).toList();
  }

  /// The axes over which an operation is one of the reductions that end loops; empty if it is none.
  static List<Integer> reduced(Primitive primitive) {
    return switch (primitive) {
      case Reduction.ReduceSum sum -> sum.axes();
      case Reduction.ReduceMax max -> max.axes();
      case Reduction.ReduceMin min -> min.axes();
      default -> List.of();
    };
  }

  /// The index of the element in a row-major array of that shape, at the loops' first place.
  int offset(Shape shape) {
    int offset = 0;
    for (int i = 0; i < axes.size(); i++) {
      offset = offset * shape.length(i) + axes.get(i).offset;
    }
    return offset;
  }

  /// By how much the index grows with each loop's counter.
  List<Integer> strides(Shape shape, int loops) {
    int[] strides = new int[loops];
    int stride = 1;
    for (int i = axes.size() - 1; i >= 0; i--) {
      Axis axis = axes.get(i);
      if (axis.mover instanceof Loop(int loop)) {
        strides[loop] += axis.step * stride;
      }
      stride *= shape.length(i);
    }
    return java.util.Arrays.stream(strides).boxed().toList();
  }
}
