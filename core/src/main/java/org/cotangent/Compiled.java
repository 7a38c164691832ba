package org.cotangent;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.cotangent.Autodiff.CacheInfo;
import org.cotangent.kernel.ProgramCompiler;
import org.cotangent.pass.Passes;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.Routine;
import org.cotangent.trace.Transform;
import org.cotangent.tree.TreeDef;
import org.cotangent.tree.Trees;
import org.jspecify.annotations.Nullable;

/// A function that is staged once for each combination of shapes, dtypes and static leaves. Thread-safe.
final class Compiled {
  /// What decides whether a program fits: structure with static leaves, and abstract values.
  private record Signature(List<TreeDef> structures, List<Aval> avals) {}

  private record Entry(Program program, Routine routine, TreeDef result) {
    /// Passes keep values, not derivatives: traced values go through the program as it was staged.
    List<Tensor> apply(List<Tensor> leaves) {
      for (Tensor leaf : leaves) {
        if (!(leaf instanceof Array)) {
          return program.apply(leaves);
        }
      }
      return routine.apply(leaves);
    }
  }

  private final Function<List<?>, Object> f;
  private final Map<Signature, Entry> entries = new ConcurrentHashMap<>();
  private final List<String> reasons = new ArrayList<>();
  private @Nullable Signature last;
  private long hits;

  Compiled(Function<List<?>, Object> f) {
    this.f = f;
  }

  Object apply(List<?> arguments) {
    var leaves = new ArrayList<Tensor>();
    var structures = new ArrayList<TreeDef>(arguments.size());
    for (Object argument : arguments) {
      structures.add(Trees.flatten(argument, leaves));
    }
    var signature = new Signature(structures, leaves.stream().map(Tensor::aval).toList());
    Entry entry = entries.get(signature);
    if (entry != null) {
      synchronized (reasons) {
        hits++;
        last = signature;
      }
      return entry.result.unflatten(entry.apply(leaves));
    }
    return first(signature, leaves);
  }

  /// Stages for a new signature. Traced values from outside cannot be cached: then the program serves this call only.
  private Object first(Signature signature, List<Tensor> leaves) {
    var result = new ArrayList<TreeDef>(1);
    var staged =
        Transform.stage(
            "compile",
            boxes -> Batches.flat(f.apply(Batches.rebuilt(signature.structures, boxes)), result),
            signature.avals);
    Program program = staged.program();
    boolean captures = !staged.captures().isEmpty();
    synchronized (reasons) {
      reasons.add(
          captures
              ? "f uses traced values from outside: pass them as arguments"
              : reason(signature));
      last = signature;
    }
    if (captures) {
      var all = new ArrayList<>(leaves);
      all.addAll(staged.captures());
      return result.getFirst().unflatten(program.apply(all));
    }
    var entry =
        new Entry(program, ProgramCompiler.compile(Passes.optimise(program)), result.getFirst());
    entries.put(signature, entry);
    return entry.result.unflatten(entry.apply(leaves));
  }

  private String reason(Signature signature) {
    if (last == null) {
      return "first call";
    }
    for (int k = 0; k < signature.structures.size(); k++) {
      String difference = last.structures.get(k).difference(signature.structures.get(k));
      if (!difference.isEmpty()) {
        return "argument " + k + ": " + difference;
      }
    }
    for (int i = 0; i < signature.avals.size(); i++) {
      if (!last.avals.get(i).equals(signature.avals.get(i))) {
        return path(signature, i)
            + " changed from "
            + last.avals.get(i)
            + " to "
            + signature.avals.get(i);
      }
    }
    return "two threads called it first";
  }

  private static String path(Signature signature, int leaf) {
    int from = 0;
    for (int k = 0; k < signature.structures.size(); k++) {
      TreeDef structure = signature.structures.get(k);
      if (leaf < from + structure.leafCount()) {
        String path = structure.path(leaf - from);
        return "argument " + k + (path.isEmpty() ? "" : ", " + path + ",");
      }
      from += structure.leafCount();
    }
    throw new AssertionError(leaf);
  }

  private CacheInfo info() {
    synchronized (reasons) {
      return new CacheInfo(hits, reasons.size(), reasons);
    }
  }

  /// What the functions that `compile` returns have in common.
  private interface Cached {
    Compiled cache();
  }

  static CacheInfo info(Object function) {
    if (function instanceof Cached cached) {
      return cached.cache().info();
    }
    throw new IllegalArgumentException(
        "cacheInfo: " + function.getClass().getName() + " is not a function that compile returned");
  }

  record OfTensor(Compiled cache) implements TensorFunction, Cached {
    @Override
    public Tensor apply(Tensor x) {
      return (Tensor) cache.apply(List.of(x));
    }
  }

  @SuppressWarnings("unchecked") // the function's own result
  record Of1<A, R>(Compiled cache) implements Function<A, R>, Cached {
    @Override
    public R apply(A a) {
      return (R) cache.apply(List.of(a));
    }
  }

  @SuppressWarnings("unchecked") // the function's own result
  record Of2<A, B, R>(Compiled cache) implements BiFunction<A, B, R>, Cached {
    @Override
    public R apply(A a, B b) {
      return (R) cache.apply(List.of(a, b));
    }
  }

  @SuppressWarnings("unchecked") // the function's own result
  record Of3<A, B, C, R>(Compiled cache) implements Function3<A, B, C, R>, Cached {
    @Override
    public R apply(A a, B b, C c) {
      return (R) cache.apply(List.of(a, b, c));
    }
  }

  @SuppressWarnings("unchecked") // the function's own result
  record Of4<A, B, C, D, R>(Compiled cache) implements Function4<A, B, C, D, R>, Cached {
    @Override
    public R apply(A a, B b, C c, D d) {
      return (R) cache.apply(List.of(a, b, c, d));
    }
  }
}
