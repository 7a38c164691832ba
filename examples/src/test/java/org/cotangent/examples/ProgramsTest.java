package org.cotangent.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.cotangent.Autodiff;
import org.cotangent.Tensor;
import org.cotangent.TraceException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/// Compiles and runs each program in `src/main/programs` as a user would, and compares what it
/// prints with `programs/*.expected`. The text must be equal but for white space; numbers are
/// compared as numbers, since the expected ones were computed without the library.
@ResourceLock(Resources.SYSTEM_OUT)
class ProgramsTest {
  private static final Path PROGRAMS =
      Path.of(System.getProperty("basedir", ""), "src", "main", "programs").toAbsolutePath();

  @TempDir private static Path classes;

  /// Lines are noted for the first operations of a process, and for all once a box has leaked: from here on.
  @BeforeAll
  static void noteLines() {
    Tensor[] leaked = new Tensor[1];
    Autodiff.grad(
        x -> {
          leaked[0] = x.sin();
          return x;
        },
        Tensor.scalar(1));
    assertThrows(TraceException.class, () -> leaked[0].plus(1));
  }

  @TestFactory
  Stream<DynamicTest> programs() throws IOException {
    return sources().stream()
        .map(source -> dynamicTest(name(source), source.toUri(), () -> check(source)));
  }

  @Test
  void everyExpectationHasItsProgram() throws Exception {
    var folder = Objects.requireNonNull(ProgramsTest.class.getResource("/programs"));
    try (var files = Files.list(Path.of(folder.toURI()))) {
      var expected = files.map(f -> f.getFileName().toString().replace(".expected", "")).sorted();
      assertEquals(sources().stream().map(ProgramsTest::name).toList(), expected.toList());
    }
  }

  private static void check(Path source) throws Exception {
    assertEquals(List.of(), Javac.errors(source, classes));
    new Comparison(1e-11, 1e-13).check(expected(name(source)), run(name(source)));
  }

  /// What its `void main()` prints.
  private static List<String> run(String name) throws Exception {
    return Run.main(classes, name).stream().map(Run.Printed::text).toList();
  }

  private static List<String> expected(String name) throws IOException {
    var resource = "/programs/" + name + ".expected";
    try (var stream = ProgramsTest.class.getResourceAsStream(resource)) {
      assertTrue(stream != null, () -> resource + " is missing");
      var text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(line -> !line.startsWith("#")).toList();
    }
  }

  private static List<Path> sources() throws IOException {
    try (var files = Files.list(PROGRAMS)) {
      return files.filter(f -> f.toString().endsWith(".java")).sorted().toList();
    }
  }

  private static String name(Path source) {
    return source.getFileName().toString().replace(".java", "");
  }
}
