package org.cotangent.program;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.cotangent.ops.Families;
import org.cotangent.primitive.Primitive;

/// The primitives that programs are made of, by printed name.
final class Registry {
  private static final Map<String, Class<? extends Primitive>> BY_NAME = new ConcurrentHashMap<>();

  static {
    Families.primitives().forEach(Registry::register);
  }

  private Registry() {}

  static void register(Class<? extends Primitive> primitive) {
    if (!primitive.isRecord()) {
      throw new IllegalArgumentException(
          "register: "
              + primitive.getName()
              + " is no record: a primitive's parameters are its components");
    }
    String name =
        primitive
            .getSimpleName()
            .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
            .toLowerCase(java.util.Locale.ROOT);
    Class<?> present = BY_NAME.putIfAbsent(name, primitive);
    if (present != null && present != primitive) {
      throw new IllegalArgumentException(
          "register: " + name + " is the name of " + present.getName() + " already");
    }
  }

  /// The class with that printed name; an [IllegalArgumentException] says how to make it known otherwise.
  static Class<? extends Primitive> find(String name) {
    Class<? extends Primitive> found = BY_NAME.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "there is no primitive named "
              + name
              + "; one of your own is made known with Programs.register");
    }
    return found;
  }

  static Primitive make(Class<? extends Primitive> type, Object[] parameters) {
    RecordComponent[] components = Objects.requireNonNull(type.getRecordComponents());
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < types.length; i++) {
      types[i] = components[i].getType();
    }
    try {
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(parameters);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(
          type.getSimpleName() + " refuses its parameters: " + e.getCause(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          "can't make a " + type.getName() + ": " + e.getMessage(), e);
    }
  }
}
