package org.cotangent.tree;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// The types that users have registered.
final class Registered {
  private record Entry(Function<Object, List<?>> flatten, Function<List<?>, Object> rebuild) {}

  private static final Map<Class<?>, Entry> ENTRIES = new ConcurrentHashMap<>();

  private Registered() {}

  @SuppressWarnings("unchecked") // an entry is only used for objects of its class
  static <T> void register(Class<T> type, Function<T, List<?>> flatten, Function<List<?>, T> rebuild) {
    ENTRIES.put(type, new Entry((Function<Object, List<?>>) flatten, (Function<List<?>, Object>) (Function<?, ?>) rebuild));
  }

  static boolean has(Class<?> type) {
    return !ENTRIES.isEmpty() && ENTRIES.containsKey(type);
  }

  static List<?> parts(Object value) {
    return entry(value.getClass()).flatten.apply(value);
  }

  static Object rebuild(Class<?> type, List<Object> parts) {
    return entry(type).rebuild.apply(parts);
  }

  private static Entry entry(Class<?> type) {
    Entry entry = ENTRIES.get(type);
    if (entry == null) {
      throw new IllegalArgumentException(type.getName() + " is not registered: Trees.register");
    }
    return entry;
  }
}
