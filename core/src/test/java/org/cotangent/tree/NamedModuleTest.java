package org.cotangent.tree;

import static org.cotangent.Tensor.scalar;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Records of another named module, which the test compiles and loads.
class NamedModuleTest {
  private static final String MODULE =
      """
      module vehicles {
        exports vehicles.shown;
        opens vehicles.opened;
      }
      """;

  private static final String RECORD =
      "package vehicles.%s; public record Car(Object speed, int wheels) {}";

  private static final String GARAGE =
      """
      package vehicles.shown;

      public final class Garage {
        record Own(Object speed, int wheels) {}

        public static Object make(String kind, Object speed) {
          return switch (kind) {
            case "shown" -> new Car(speed, 4);
            case "opened" -> new vehicles.opened.Car(speed, 4);
            case "closed" -> new vehicles.closed.Car(speed, 4);
            default -> new Own(speed, 4);
          };
        }

        public static Object speed(Object car) {
          return ((vehicles.closed.Car) car).speed();
        }
      }
      """;

  @Test
  void recordsNeedAnExportedOrOpenedPackage(@TempDir Path directory) throws Exception {
    Class<?> garage = compiled(directory).loadClass("vehicles.shown.Garage");
    assertTrue(garage.getModule().isNamed());
    assertEquals("Car[speed=4.0, wheels=4]", doubled(car(garage, "shown")).toString());
    assertEquals("Car[speed=4.0, wheels=4]", doubled(car(garage, "opened")).toString());
    assertRefused("vehicles.closed.Car", "vehicles.closed", car(garage, "closed"));
    assertRefused("vehicles.shown.Garage$Own", "vehicles.shown", car(garage, "own"));

    Object closed = car(garage, "closed");
    register(closed.getClass(), garage);
    assertEquals("Car[speed=4.0, wheels=4]", doubled(closed).toString());
  }

  private static Object doubled(Object tree) {
    return Trees.map(tree, x -> x.times(2));
  }

  private static void assertRefused(String type, String opened, Object tree) {
    Module own = Trees.class.getModule();
    assertEquals(
        type
            + " can't be taken apart: module vehicles does not open package "
            + opened
            + ". Add `opens "
            + opened
            + (own.isNamed() ? " to org.cotangent" : "")
            + ";` to its module-info, or use Trees.register("
            + tree.getClass().getSimpleName()
            + ".class, …)",
        assertThrows(IllegalArgumentException.class, () -> Trees.leaves(tree)).getMessage());
  }

  /// As the module itself would do it, with a type that only it can name.
  private static <T> void register(Class<T> type, Class<?> garage) {
    Trees.register(
        type,
        car -> List.of(call(garage, "speed", car)),
        parts -> type.cast(call(garage, "make", "closed", parts.getFirst())));
  }

  private static Object car(Class<?> garage, String kind) {
    return call(garage, "make", kind, scalar(2));
  }

  private static Object call(Class<?> garage, String method, Object... arguments) {
    try {
      for (var candidate : garage.getMethods()) {
        if (candidate.getName().equals(method)) {
          return candidate.invoke(garage, arguments);
        }
      }
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(e);
    }
    throw new IllegalArgumentException(method);
  }

  private static ClassLoader compiled(Path directory) throws IOException {
    var arguments = new ArrayList<>(List.of("-d", directory.resolve("classes").toString()));
    arguments.add(source(directory, "module-info.java", MODULE));
    arguments.add(source(directory, "vehicles/shown/Garage.java", GARAGE));
    for (String name : List.of("shown", "opened", "closed")) {
      arguments.add(source(directory, "vehicles/" + name + "/Car.java", RECORD.formatted(name)));
    }
    var javac = ToolProvider.findFirst("javac").orElseThrow();
    assertEquals(0, javac.run(System.out, System.err, arguments.toArray(String[]::new)));
    var boot = ModuleLayer.boot();
    var modules =
        boot.configuration()
            .resolve(
                ModuleFinder.of(directory.resolve("classes")),
                ModuleFinder.of(),
                Set.of("vehicles"));
    return boot.defineModulesWithOneLoader(modules, ClassLoader.getSystemClassLoader())
        .findLoader("vehicles");
  }

  private static String source(Path directory, String name, String text) throws IOException {
    Path file = directory.resolve("src").resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text).toString();
  }
}
