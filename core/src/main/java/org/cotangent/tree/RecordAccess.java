package org.cotangent.tree;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Objects;
import org.cotangent.Static;
import org.cotangent.Tensor;

/// How a record class is taken apart and made; found once for each class.
final class RecordAccess {
  private static final ClassValue<RecordAccess> CACHE =
      new ClassValue<>() {
        @Override
        protected RecordAccess computeValue(Class<?> type) {
          return new RecordAccess(type);
        }
      };

  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  private final Class<?> type;
  private final String[] names;
  private final Class<?>[] types;
  private final boolean[] statics;
  private final MethodHandle[] accessors;
  private final MethodHandle constructor;

  private RecordAccess(Class<?> type) {
    this.type = type;
    RecordComponent[] components = Objects.requireNonNull(type.getRecordComponents(), "a record");
    int n = components.length;
    this.names = new String[n];
    this.statics = new boolean[n];
    this.accessors = new MethodHandle[n];
    this.types = new Class<?>[n];
    try {
      for (int i = 0; i < n; i++) {
        names[i] = components[i].getName();
        statics[i] = components[i].isAnnotationPresent(Static.class);
        types[i] = components[i].getType();
        var accessor = components[i].getAccessor();
        accessor.setAccessible(true);
        accessors[i] =
            LOOKUP.unreflect(accessor).asType(MethodType.methodType(Object.class, Object.class));
      }
      var canonical = type.getDeclaredConstructor(types);
      canonical.setAccessible(true);
      this.constructor =
          LOOKUP
              .unreflectConstructor(canonical)
              .asSpreader(Object[].class, n)
              .asType(MethodType.methodType(Object.class, Object[].class));
    } catch (InaccessibleObjectException e) {
      Module own = RecordAccess.class.getModule();
      String opens =
          "opens " + type.getPackageName() + (own.isNamed() ? " to " + own.getName() : "");
      throw new IllegalArgumentException(
          type.getName()
              + " can't be taken apart: module "
              + type.getModule().getName()
              + " does not open package "
              + type.getPackageName()
              + ". Add `"
              + opens
              + ";` to its module-info, or use Trees.register("
              + type.getSimpleName()
              + ".class, …)",
          e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "a record has accessors and a canonical constructor: " + type, e);
    }
  }

  static RecordAccess of(Class<?> type) {
    return CACHE.get(type);
  }

  Class<?> type() {
    return type;
  }

  String name() {
    return type.getSimpleName();
  }

  int size() {
    return names.length;
  }

  String component(int i) {
    return names[i];
  }

  boolean isStatic(int i) {
    return statics[i];
  }

  Object value(Object instance, int i) {
    try {
      return accessors[i].invokeExact(instance);
    } catch (RuntimeException e) {
      throw noted(e, "thrown by the accessor " + name() + "." + names[i] + "()");
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(name() + "." + names[i] + "() threw " + e, e);
    }
  }

  /// A record of these components. What its constructor throws passes, with a note: it may not expect what takes the place of its
  /// tensors.
  Object make(Object[] values) {
    try {
      return constructor.invokeExact(values);
    } catch (RuntimeException e) {
      if (e instanceof ClassCastException) {
        requireFit(values);
      }
      throw noted(
          e,
          "thrown by the constructor of "
              + name()
              + " when it was rebuilt from "
              + texts(values)
              + ": boxes, gradients and tangents take the place of its tensors");
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("the constructor of " + name() + " threw " + e, e);
    }
  }

  private void requireFit(Object[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!types[i].isPrimitive() && !types[i].isInstance(values[i])) {
        throw misfit(name() + "." + names[i], types[i], values[i]);
      }
    }
  }

  /// For a place whose type is too narrow for what takes the place of the original.
  static IllegalArgumentException misfit(String place, Class<?> declared, Object value) {
    return new IllegalArgumentException(
        place
            + " has the type "
            + declared.getSimpleName()
            + ", which does not hold the "
            + value.getClass().getSimpleName()
            + " that takes its place"
            + (value instanceof Tensor
                ? ": use the type Tensor, which values and boxes share"
                : ""));
  }

  /// The user's exception stays the one that is caught.
  private static RuntimeException noted(RuntimeException e, String note) {
    e.addSuppressed(new IllegalStateException(note));
    return e;
  }

  private static String texts(Object[] values) {
    return Arrays.stream(values)
        .map(value ->
            value instanceof Tensor tensor
                ? tensor.aval().toString()
                : value.getClass().getSimpleName())
        .toList()
        .toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RecordAccess access && type == access.type;
  }

  @Override
  public int hashCode() {
    return type.hashCode();
  }
}
