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
public record HostCall(String label, Routine function, List<Aval> results)
    implements General.WithVjp {
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
    List<Integer> moving = floating(inputs);
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
    return Op.of(new HostCall("jvp of " + label, pushforward, results)).bind(all);
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
    List<Tensor> pulled = Op.of(new HostCall("vjp of " + label, pullback, avals)).bind(all);
    for (int k = 0; k < pulled.size(); k++) {
      into.add(wanted.get(k), pulled.get(k));
    }
  }

  private static List<Integer> floating(List<Tensor> inputs) {
    var moving = new ArrayList<Integer>();
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i).dtype().floating()) {
        moving.add(i);
      }
    }
    return List.copyOf(moving);
  }

  private static List<Tensor> with(List<Tensor> inputs, List<Integer> places, List<Tensor> values) {
    var all = new ArrayList<>(inputs);
    for (int k = 0; k < places.size(); k++) {
      all.set(places.get(k), values.get(k));
    }
    return List.copyOf(all);
  }
}
