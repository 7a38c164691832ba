package org.cotangent.tree;

import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.cotangent.Tensor;
import org.jspecify.annotations.Nullable;

/// How objects of a type that a user has registered are taken apart and made. A structure keeps the one that it was made with, so
/// registering again meanwhile does no harm.
///
/// @param type the class, not its subclasses
/// @param flatten gives the parts
/// @param rebuild makes an object of as many
record Registered(
    Class<?> type, Function<Object, List<?>> flatten, Function<List<?>, Object> rebuild) {
  private static final Map<Class<?>, Registered> ALL = new ConcurrentHashMap<>();

  @SuppressWarnings("unchecked") // only used for objects of the class
  static <T> void register(
      Class<T> type, Function<T, List<?>> flatten, Function<List<?>, T> rebuild) {
    if (Tensor.class.isAssignableFrom(type)) {
      throw new IllegalArgumentException(
          "register: " + type.getName() + " is a tensor, and so a leaf");
    }
    if (!type.isArray() && Modifier.isAbstract(type.getModifiers())) {
      throw new IllegalArgumentException(
          "register: no object has the class "
              + type.getName()
              + " itself: register each class that extends or implements it");
    }
    var functions =
        new Registered(
            type,
            (Function<Object, List<?>>) flatten,
            (Function<List<?>, Object>) (Function<?, ?>) rebuild);
    ALL.put(type, functions);
  }

  static @Nullable Registered of(Object value) {
    return ALL.isEmpty() ? null : ALL.get(value.getClass());
  }

  @SuppressWarnings({"NullAway", "ConstantValue"}) // users' functions may return null all the same
  List<?> parts(Object value) {
    List<?> parts = flatten.apply(value);
    if (parts == null) {
      throw new NullPointerException("register: flatten of " + type.getName() + " returned null");
    }
    return parts;
  }

  @SuppressWarnings({"NullAway", "ConstantValue"}) // users' functions may return null all the same
  Object make(List<Object> parts) {
    Object made = rebuild.apply(parts);
    if (made == null) {
      throw new NullPointerException("register: rebuild of " + type.getName() + " returned null");
    }
    return made;
  }
}
