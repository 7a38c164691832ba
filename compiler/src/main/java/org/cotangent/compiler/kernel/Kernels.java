package org.cotangent.compiler.kernel;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;

/// The kernels that are in use, by what they do. Thread-safe.
final class Kernels {
  private record Key(Nest nest, Binding binding) {}

  /// One of them, for as long as a program has it.
  private static final class Known extends WeakReference<Kernel> {
    final Key key;

    Known(Key key, Kernel kernel) {
      super(kernel, GONE);
      this.key = key;
    }
  }

  private static final ConcurrentHashMap<Key, Known> KNOWN = new ConcurrentHashMap<>();
  private static final ReferenceQueue<Kernel> GONE = new ReferenceQueue<>();

  private Kernels() {}

  static Kernel of(Nest nest, Binding binding) {
    for (var gone = (Known) GONE.poll(); gone != null; gone = (Known) GONE.poll()) {
      KNOWN.remove(gone.key, gone);
    }
    var key = new Key(nest, binding);
    Known known = KNOWN.get(key);
    Kernel present = known == null ? null : known.get();
    if (present != null) {
      return present;
    }
    var made = new Kernel(nest, binding);
    KNOWN.put(key, new Known(key, made));
    return made;
  }
}
