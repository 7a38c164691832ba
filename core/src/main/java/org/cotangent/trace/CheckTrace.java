package org.cotangent.trace;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Array;
import org.cotangent.Box;
import org.cotangent.Tensor;
import org.cotangent.ops.Debugging;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Lines;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Trace;

/// Puts a check behind each operation, and a watch before it that checks the cotangents that come back. The checks are operations
/// themselves, so they are there too when the values are known only later, or are those of a sweep.
final class CheckTrace extends Trace {
  CheckTrace(String transformation) {
    super(transformation);
  }

  /// A value whose operations are checked.
  record Checked(CheckTrace trace, Tensor value, Lines.Line line) implements Box {
    @Override
    public Tensor unboxed() {
      return value;
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
      return "Autograd Checked with value " + value;
    }
  }

  Tensor checked(Tensor value) {
    return value.dtype().floating() ? new Checked(this, value, Lines.current()) : value;
  }

  Tensor value(Tensor tensor) {
    return tensor instanceof Checked checked && checked.trace == this ? checked.value : tensor;
  }

  @Override
  public List<Tensor> bind(Op op, List<Tensor> arguments) {
    String what = op.primitive().name() + " " + Lines.note().text();
    var watched = new ArrayList<Tensor>(arguments.size());
    var numbers = new ArrayList<Tensor>();
    for (Tensor argument : arguments) {
      if (argument instanceof Checked checked && checked.trace == this && closed()) {
        throw leaked(checked.toString(), checked.line);
      }
      Tensor value = value(argument);
      boolean floating = value.dtype().floating();
      if (floating) {
        numbers.add(value);
      }
      watched.add(
          !floating || value instanceof Array
              ? value
              : new Debugging.WatchGradient(what).bind(value));
    }
    var results = new ArrayList<Tensor>();
    for (Tensor output : op.bind(watched)) {
      if (output.dtype().floating()) {
        var all = new ArrayList<Tensor>();
        all.add(output);
        all.addAll(numbers);
        results.add(checked(new Debugging.CheckNumbers(what).bindAll(all).getFirst()));
      } else {
        results.add(output);
      }
    }
    return results;
  }
}
