package org.cotangent.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Forty small programs fix what the compiler accepts, and how it refuses the rest: an overload
/// added later can break a user's lambda without any test of values noticing. The first line of a
/// probe says what is to happen: `// expect: ok`, or a part of the message of the first error.
class ProbesTest {
  private static final String EXPECT = "// expect: ";

  @TempDir private static Path classes;

  @TestFactory
  Stream<DynamicTest> probes() throws Exception {
    return sources().stream()
        .map(source -> dynamicTest(name(source), source.toUri(), () -> check(source)));
  }

  @Test
  void noneIsMissing() throws Exception {
    var names = new TreeSet<>(sources().stream().map(ProbesTest::name).toList());
    assertEquals(40, names.size(), names::toString);
  }

  private static void check(Path source) throws IOException {
    var errors = Javac.errors(source, classes);
    var first = errors.isEmpty() ? "ok" : errors.getFirst();
    var expected = expectation(source);
    if (expected.equals("ok") != errors.isEmpty() || !firstLine(first).contains(expected)) {
      fail("wanted " + expected + ", got " + first);
    }
  }

  private static String expectation(Path source) throws IOException {
    var line = Files.readAllLines(source).getFirst();
    assertTrue(line.startsWith(EXPECT), () -> source + " must begin with " + EXPECT);
    return line.substring(EXPECT.length()).strip();
  }

  private static List<Path> sources() throws IOException, URISyntaxException {
    var folder = Objects.requireNonNull(ProbesTest.class.getResource("/probes"));
    try (var files = Files.list(Path.of(folder.toURI()))) {
      return files.filter(f -> name(f).endsWith(".java")).sorted().toList();
    }
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }

  private static String name(Path source) {
    return source.getFileName().toString();
  }
}
