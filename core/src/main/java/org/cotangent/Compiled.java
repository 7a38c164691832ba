package org.cotangent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.cotangent.Autodiff.CacheInfo;
import org.cotangent.primitive.Program;
import org.cotangent.trace.Transform;
import org.cotangent.tree.TreeDef;
import org.cotangent.tree.Trees;
import org.jspecify.annotations.Nullable;

/// A function that is staged once for each combination of shapes, dtypes and static leaves. Thread-safe.
///
/// A call like the one before it finds its program by comparing with that one's; others by a hash. The least recently used program goes
/// when there are more than the limit allows.
final class Compiled {
  /// Reasons of misses that are kept: the last ones.
  private static final int REASONS = 1_000;

  private final Function<List<?>, Object> f;
  private final int limit = Integer.getInteger(Autodiff.CACHE_LIMIT, 128);
  private final Map<Signature, CachedProgram> programs = new ConcurrentHashMap<>();
  private final LongAdder hits = new LongAdder();

  /// Orders the uses of programs; some may be equal if threads race.
  private final AtomicLong clock = new AtomicLong();

  private volatile @Nullable CachedProgram last;

  /// Guards what follows.
  private final Object lock = new Object();

  private final Deque<String> reasons = new ArrayDeque<>();
  private @Nullable Signature previous;
  private long misses;
  private long evictions;

  Compiled(Function<List<?>, Object> f) {
    this.f = f;
  }

  Object apply(List<?> arguments) {
    var leaves = new ArrayList<Tensor>(4);
    var structures = new TreeDef[arguments.size()];
    for (int k = 0; k < structures.length; k++) {
      structures[k] = Trees.flatten(arguments.get(k), leaves);
    }
    CachedProgram latest = last;
    if (latest != null && latest.fits(structures, leaves)) {
      hits.increment();
      return latest.apply(leaves);
    }
    var signature = new Signature(List.of(structures), leaves.stream().map(Tensor::aval).toList());
    CachedProgram found = programs.get(signature);
    if (found == null) {
      return first(signature, leaves);
    }
    hits.increment();
    use(found);
    return found.apply(leaves);
  }

  private void use(CachedProgram program) {
    program.used(clock.incrementAndGet());
    last = program;
  }

  /// Stages for a new signature. Traced values from outside cannot be cached: then the program serves this call only.
  private Object first(Signature signature, List<Tensor> leaves) {
    long start = System.nanoTime();
    var result = new ArrayList<TreeDef>(1);
    var staged =
        Transform.stage(
            "compile",
            boxes -> Batches.flat(f.apply(Batches.rebuilt(signature.structures(), boxes)), result),
            signature.avals());
    Program program = staged.program();
    boolean captures = !staged.captures().isEmpty();
    note(signature, captures ? "f uses traced values from outside: pass them as arguments" : "");
    if (captures) {
      var all = new ArrayList<>(leaves);
      all.addAll(staged.captures());
      return result.getFirst().unflatten(program.apply(all));
    }
    var made = new CachedProgram(signature, program, result.getFirst(), System.nanoTime() - start);
    programs.put(signature, made);
    use(made);
    makeRoom();
    return made.apply(leaves);
  }

  private void note(Signature signature, String reason) {
    synchronized (lock) {
      misses++;
      Signature before = previous;
      CachedProgram latest = last;
      reasons.add(
          !reason.isEmpty()
              ? reason
              : signature.difference(latest != null ? latest.signature() : before));
      if (reasons.size() > REASONS) {
        reasons.removeFirst();
      }
      previous = signature;
    }
  }

  private void makeRoom() {
    synchronized (lock) {
      while (programs.size() > limit) {
        CachedProgram oldest =
            Collections.min(programs.values(), Comparator.comparingLong(CachedProgram::lastUse));
        programs.remove(oldest.signature());
        evictions++;
      }
    }
  }

  private List<CachedProgram> inOrder() {
    return programs.values().stream()
        .sorted(Comparator.comparingLong(CachedProgram::lastUse))
        .toList();
  }

  private CacheInfo info() {
    synchronized (lock) {
      return new CacheInfo(
          hits.sum(),
          misses,
          evictions,
          List.copyOf(reasons),
          inOrder().stream().map(CachedProgram::info).toList());
    }
  }

  private String explain() {
    List<CachedProgram> all = inOrder();
    return all.isEmpty()
        ? "Nothing is compiled yet: call the function first.\n"
        : all.stream().map(CachedProgram::explain).collect(Collectors.joining("\n"));
  }

  /// What the functions that `compile` returns have in common.
  private interface Cached {
    Compiled cache();
  }

  static CacheInfo info(Object function) {
    return of("cacheInfo", function).info();
  }

  static String explain(Object function) {
    return of("explain", function).explain();
  }

  private static Compiled of(String operation, Object function) {
    if (function instanceof Cached cached) {
      return cached.cache();
    }
    throw new IllegalArgumentException(
        operation
            + ": "
            + function.getClass().getName()
            + " is not a function that compile returned");
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
