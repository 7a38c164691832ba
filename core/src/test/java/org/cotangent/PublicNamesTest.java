package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleFinder;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What holds for everything that users can see: names, and neither `null` nor `Optional` where they hurt.
class PublicNamesTest {
  /// Its simple name is fixed by the design; `import org.cotangent.Array` says which one is meant.
  private static final Set<String> AMBIGUOUS_ON_PURPOSE = Set.of("Array");

  private static final List<Class<?>> TYPES = publicTypes();

  /// With `import module org.cotangent`, a name that `java.base` has too would be ambiguous in every compact source file.
  @Test
  void noTypeHasANameOfJavaBase() throws IOException {
    var ours =
        TYPES.stream()
            .filter(type -> type.getEnclosingClass() == null)
            .map(Class::getSimpleName)
            .collect(Collectors.toCollection(TreeSet::new));
    var theirs = namesOfJavaBase();
    assertTrue(theirs.contains("String") && ours.contains("Tensor"), "the names were not read");
    ours.retainAll(theirs);
    ours.removeAll(AMBIGUOUS_ON_PURPOSE);
    assertEquals(Set.of(), ours);
  }

  @Test
  void noMethodReturnsNull() throws NoSuchMethodException {
    assertTrue(mayBeNull(getClass().getDeclaredMethod("nothing").getAnnotatedReturnType()));
    assertEquals(List.of(), methods(method -> mayBeNull(method.getAnnotatedReturnType())));
  }

  @Test
  void noMethodTakesNullOrAnOptional() {
    assertEquals(
        List.of(),
        methods(method ->
            Arrays.stream(method.getAnnotatedParameterTypes())
                .anyMatch(PublicNamesTest::mayBeNull)));
    assertEquals(
        List.of(), methods(method -> List.of(method.getParameterTypes()).contains(Optional.class)));
  }

  @Test
  void accessorsHaveNoGet() {
    assertEquals(List.of(), methods(method -> method.getName().matches("get[A-Z].*")));
    assertFalse(methods(method -> method.getName().equals("shape")).isEmpty());
  }

  static @Nullable String nothing() {
    return null;
  }

  private static boolean mayBeNull(AnnotatedType type) {
    return type.isAnnotationPresent(Nullable.class);
  }

  private static List<String> methods(Predicate<Method> wanted) {
    return TYPES.stream()
        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
        .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
        .filter(method -> !overridesObject(method))
        .filter(wanted)
        .map(Method::toGenericString)
        .sorted()
        .toList();
  }

  private static boolean overridesObject(Method method) {
    return method.getName().equals("equals") || method.getName().equals("toString");
  }

  private static List<Class<?>> publicTypes() {
    var root = location(Tensor.class);
    var exported =
        descriptor().exports().stream()
            .filter(export -> !export.isQualified())
            .map(Exports::source)
            .collect(Collectors.toSet());
    try (var files = Files.walk(root)) {
      return files
          .map(file -> root.relativize(file).toString())
          .filter(file -> file.endsWith(".class") && !file.equals("module-info.class"))
          .map(file ->
              file.substring(0, file.length() - ".class".length())
                  .replace('\\', '/')
                  .replace('/', '.'))
          .<Class<?>>map(PublicNamesTest::load)
          .filter(type -> exported.contains(type.getPackageName()) && isPublic(type))
          .toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /// The module's descriptor: these tests run on the class path.
  static ModuleDescriptor descriptor() {
    return ModuleFinder.of(location(Tensor.class)).find("org.cotangent").orElseThrow().descriptor();
  }

  private static boolean isPublic(Class<?> type) {
    var outer = type.getEnclosingClass();
    return Modifier.isPublic(type.getModifiers()) && (outer == null || isPublic(outer));
  }

  private static Path location(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
  }

  private static Set<String> namesOfJavaBase() throws IOException {
    var names = new TreeSet<String>();
    var exports =
        Object.class.getModule().getDescriptor().exports().stream()
            .filter(export -> !export.isQualified())
            .map(Exports::source)
            .toList();
    for (var name : exports) {
      var folder = Path.of(URI.create("jrt:/java.base/" + name.replace('.', '/')));
      try (var files = Files.list(folder)) {
        files
            .map(file -> file.getFileName().toString())
            .filter(file -> file.endsWith(".class") && !file.contains("$") && !file.contains("-"))
            .map(file -> file.substring(0, file.length() - ".class".length()))
            .filter(type -> Modifier.isPublic(load(name + "." + type).getModifiers()))
            .forEach(names::add);
      }
    }
    return names;
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, PublicNamesTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
