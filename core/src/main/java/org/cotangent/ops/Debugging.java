package org.cotangent.ops;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Array;
import org.cotangent.Tensor;
import org.cotangent.kernel.Buffers;
import org.cotangent.primitive.Accumulator;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Batching;
import org.cotangent.primitive.General;
import org.cotangent.primitive.Zero;

/// Looking into functions while they run: identities that print, or that refuse what is no number.
///
/// They are operations, so they work where values are not known yet: in programs, in batches, and in the sweeps of derivatives.
/// Thread-safe.
public final class Debugging {
  private Debugging() {}

  /// The first of its inputs, whose tangent and cotangent pass through.
  private interface Identity extends General.WithVjp {
    @Override
    default List<Aval> shapes(List<Aval> inputs) {
      return List.of(inputs.getFirst());
    }

    @Override
    default List<Tensor> jvp(List<Tensor> inputs, List<Tensor> outputs, List<Tensor> tangents) {
      return List.of(tangents.getFirst());
    }

    @Override
    default void vjp(
        List<Tensor> inputs, List<Tensor> outputs, List<Tensor> cotangents, Accumulator into) {
      into.add(0, cotangents.getFirst());
    }

    @Override
    default List<Tensor> batch(List<Tensor> inputs, boolean[] mapped, int size) {
      return bindAll(Batching.repeat(inputs, mapped, size));
    }
  }

  /// `x`, printed to the standard output as `label: type value` whenever it is evaluated. Derivatives pass through and print nothing.
  ///
  /// @param label what it is called
  public record Print(String label) implements Identity {
    @Override
    public boolean effectful() {
      return true;
    }

    @Override
    public List<Array> evaluate(List<Array> inputs) {
      Array x = inputs.getFirst();
      System.out.println(label + ": " + x.aval() + " " + x);
      return inputs;
    }

    @Override
    public List<Tensor> batch(List<Tensor> inputs, boolean[] mapped, int size) {
      return new Print(label + " of " + size + " examples").bindAll(inputs);
    }
  }

  /// `y` of `(y, x…)`: an [ArithmeticException] if y has a NaN and no x has one, or an infinity and all x are finite. Then `what` made
  /// it. The cotangent is looked at where it leaves the operation: see [WatchGradient].
  ///
  /// @param what the operation and its line
  public record CheckNumbers(String what) implements Identity {
    @Override
    public boolean effectful() {
      return true;
    }

    @Override
    public boolean total() {
      return false;
    }

    @Override
    public List<Array> evaluate(List<Array> inputs) {
      Array y = inputs.getFirst();
      int nan = first(y, true);
      int infinite = nan < 0 ? first(y, false) : -1;
      if (nan >= 0 || infinite >= 0) {
        boolean before = false;
        for (Array x : inputs.subList(1, inputs.size())) {
          before |= first(x, true) >= 0 || nan < 0 && first(x, false) >= 0;
        }
        if (!before) {
          int at = Math.max(nan, infinite);
          throw new ArithmeticException(
              "checkNumbers: "
                  + what
                  + " made "
                  + (nan >= 0 ? "NaN" : Buffers.text(y, at))
                  + (y.rank() == 0 ? "" : ", element " + place(y, at) + " of " + y.aval()));
        }
      }
      return List.of(y);
    }

    private static int first(Array array, boolean nan) {
      double[] elements = array.toDoubles();
      for (int i = 0; i < elements.length; i++) {
        if (nan ? Double.isNaN(elements[i]) : Double.isInfinite(elements[i])) {
          return i;
        }
      }
      return -1;
    }

    private static List<Integer> place(Array array, int index) {
      int[] lengths = array.shape().toArray();
      Integer[] place = new Integer[lengths.length];
      int rest = index;
      for (int axis = lengths.length - 1; axis >= 0; axis--) {
        place[axis] = rest % lengths[axis];
        rest /= lengths[axis];
      }
      return List.of(place);
    }

    @Override
    public List<Tensor> jvp(List<Tensor> inputs, List<Tensor> outputs, List<Tensor> tangents) {
      if (Zero.is(tangents.getFirst())) {
        return List.of(tangents.getFirst());
      }
      var present = new ArrayList<Tensor>();
      for (Tensor tangent : tangents) {
        if (!Zero.is(tangent)) {
          present.add(tangent);
        }
      }
      return new CheckNumbers("the tangent of " + what).bindAll(present);
    }
  }

  /// `x`, an input of an operation: the cotangent that comes back is refused if it is no number.
  ///
  /// @param what the operation and its line
  public record WatchGradient(String what) implements Identity {
    @Override
    public List<Array> evaluate(List<Array> inputs) {
      return inputs;
    }

    @Override
    public void vjp(
        List<Tensor> inputs, List<Tensor> outputs, List<Tensor> cotangents, Accumulator into) {
      into.add(0, new CheckNumbers("the gradient of " + what).bind(cotangents.getFirst()));
    }
  }

  /// `x` of `(x, test)`: an [ArithmeticException] unless the test holds, for all examples of a batch. Derivatives pass through.
  ///
  /// @param complaint what the exception says
  public record Ensure(String complaint) implements Identity {
    @Override
    public boolean total() {
      return false;
    }

    @Override
    public List<Array> evaluate(List<Array> inputs) {
      Array test = inputs.get(1);
      double[] holds = test.toDoubles();
      var failed = new ArrayList<Integer>();
      for (int i = 0; i < holds.length; i++) {
        if (holds[i] == 0) {
          failed.add(i);
        }
      }
      if (!failed.isEmpty()) {
        throw new ArithmeticException(
            test.rank() == 0
                ? complaint
                : complaint + " (so in " + failed + " of " + holds.length + " examples)");
      }
      return List.of(inputs.getFirst());
    }
  }

  /// `x`, printed whenever it is evaluated.
  public static Tensor printed(Tensor x, String label) {
    return new Print(label).bind(x);
  }

  /// `x`; an [ArithmeticException] that says `complaint` wherever `test`, a bool scalar, turns out not to hold.
  public static Tensor ensured(Tensor x, Tensor test, String complaint) {
    return new Ensure(complaint).bind(x, test);
  }
}
