package org.cotangent.primitive;

/// Printed names of primitives.
final class Names {
  private static final ClassValue<String> NAMES =
      new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
          return type.getSimpleName()
              .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
              .toLowerCase(java.util.Locale.ROOT);
        }
      };

  private Names() {}

  static String of(Class<?> type) {
    return NAMES.get(type);
  }
}
