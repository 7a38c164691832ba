package org.cotangent.trace;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Array;
import org.cotangent.Tensor;
import org.cotangent.TraceException;
import org.cotangent.primitive.Accumulator;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.General;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Routine;
import org.cotangent.primitive.Zero;

/// A function that looks at the values of its arguments, as one operation. So it may stand where values are not known yet (under
/// `stage` and `compile`) or not one by one (under `vmap`, which then is a loop): it runs when they are.
///
/// Its derivatives are those of the function, traced when they are needed, and again operations of this kind; hence any order. They
/// compute the function once more, so whoever has values at hand had better call the function itself.
///
/// @param label what to call it in messages and programs
/// @param function on known arrays; must not use traced values from outside
/// @param results the abstract values of its results
/// @param linear in how many of its last inputs it is linear: a derivative is so in tangents or cotangents
public record HostCall(String label, Routine function, List<Aval> results, int linear)
    implements General.WithVjp {
  /// A function that is not linear.
  public HostCall(String label, Routine function, List<Aval> results) {
    this(label, function, results, 0);
  }

  @Override
  public boolean total() {
    return false;
  }

  @Override
  public List<Aval> shapes(List<Aval> inputs) {
    return results;
  }

  @Override
  public List<Array> evaluate(List<Array> inputs) {
    List<Tensor> outputs = function.apply(List.copyOf(inputs));
    var known = new ArrayList<Array>(outputs.size());
    for (int i = 0; i < outputs.size(); i++) {
      Tensor output = Staging.real(outputs.get(i));
      if (!(output instanceof Array array)) {
        throw new TraceException(
            label
                + ": the function uses a traced value from outside: pass it as a parameter, so that"
                + " the result can depend on it");
      }
      if (!array.aval().equals(results.get(i))) {
        throw new IllegalStateException(
            label
                + ": the function returned "
                + array.aval()
                + " where "
                + results.get(i)
                + " was due");
      }
      known.add(array);
    }
    return known;
  }

  @Override
  public List<Tensor> jvp(List<Tensor> inputs, List<Tensor> outputs, List<Tensor> tangents) {
    int n = inputs.size();
    int first = n - linear;
    List<Tensor> byOthers = tangents.subList(0, first);
    List<Tensor> byLinear = tangents.subList(first, n);
    if (byLinear.stream().allMatch(Zero::is)) {
      return pushed(inputs, byOthers);
    }
    List<Tensor> changes =
        Op.of(this).bind(Staging.joined(inputs.subList(0, first), Rules.real(byLinear)));
    if (byOthers.stream().allMatch(Zero::is)) {
      return changes;
    }
    var sum = new ArrayList<>(pushed(inputs, byOthers));
    for (int i = 0; i < sum.size(); i++) {
      sum.set(i, sum.get(i).plus(changes.get(i)));
    }
    return sum;
  }

  /// Along tangents of its first inputs.
  private List<Tensor> pushed(List<Tensor> inputs, List<Tensor> tangents) {
    var moving = floating(inputs);
    moving.removeIf(i -> i >= tangents.size());
    int n = inputs.size();
    Routine pushforward =
        all ->
            Transform.jvp(
                    label,
                    x -> function.apply(with(all.subList(0, n), moving, x)),
                    moving.stream().map(all::get).toList(),
                    all.subList(n, all.size()))
                .map()
                .apply(List.of());
    var all = new ArrayList<>(inputs);
    for (int i : moving) {
      all.add(Staging.real(tangents.get(i)));
    }
    return Op.of(new HostCall("jvp of " + label, pushforward, results, moving.size())).bind(all);
  }

  @Override
  public void vjp(
      List<Tensor> inputs, List<Tensor> outputs, List<Tensor> cotangents, Accumulator into) {
    List<Integer> wanted = floating(inputs).stream().filter(into::wants).toList();
    int n = inputs.size();
    Routine pullback =
        all ->
            Transform.vjp(
                    label,
                    x -> function.apply(with(all.subList(0, n), wanted, x)),
                    wanted.stream().map(all::get).toList())
                .map()
                .apply(all.subList(n, all.size()));
    var all = new ArrayList<>(inputs);
    cotangents.forEach(cotangent -> all.add(Staging.real(cotangent)));
    List<Aval> avals = wanted.stream().map(i -> inputs.get(i).aval()).toList();
    List<Tensor> pulled =
        Op.of(new HostCall("vjp of " + label, pullback, avals, cotangents.size())).bind(all);
    for (int k = 0; k < pulled.size(); k++) {
      into.add(wanted.get(k), pulled.get(k));
    }
  }

  private static ArrayList<Integer> floating(List<Tensor> inputs) {
    var moving = new ArrayList<Integer>();
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i).dtype().floating()) {
        moving.add(i);
      }
    }
    return moving;
  }

  private static List<Tensor> with(List<Tensor> inputs, List<Integer> places, List<Tensor> values) {
    var all = new ArrayList<>(inputs);
    for (int k = 0; k < places.size(); k++) {
      all.set(places.get(k), values.get(k));
    }
    return List.copyOf(all);
  }
}
