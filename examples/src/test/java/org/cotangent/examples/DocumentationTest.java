package org.cotangent.examples;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/// Compiles and runs the programs in `README.md` and `docs/*.md`, and compares what they print.
///
/// - A fenced block of `java` is a program. One with `<!-- continues -->` above it carries the
///   program before it on.
/// - A program with a `void main()` is taken as it is. Any other is a fragment, declarations and
///   statements in any order: it gets the imports of the library and a `main`.
/// - A block with `<!-- output -->` above it is what the program before it prints, to the letter
///   but for white space at the ends of lines. Several of them are parts of the same output.
/// - `IO.println(x); // 1.5`: a number in such a comment is what the line prints, each time.
/// - A program shows everything that it prints, in the one way or the other. What differs from run
///   to run has no place there.
/// - Every block names its language, and all blocks of `java` are run. One that isn't to be run is
///   in another language: `sh`, `xml`, `text`. A page without a program is a fault.
@ResourceLock(Resources.SYSTEM_OUT)
class DocumentationTest {
  @TempDir private static Path temporary;

  @TestFactory
  Stream<DynamicContainer> documents() throws IOException {
    var containers = new ArrayList<DynamicContainer>();
    for (var file : files()) {
      var document = Document.read(file);
      var tests = new ArrayList<DynamicTest>();
      tests.add(dynamicTest("has a program", () -> assertFalse(document.listings().isEmpty())));
      for (var listing : document.listings()) {
        var name = "line " + listing.number();
        tests.add(dynamicTest(name, file.toUri(), () -> listing.check(folder())));
      }
      containers.add(dynamicContainer(document.name(), tests));
    }
    return containers.stream();
  }

  private static List<Path> files() throws IOException {
    var root = root();
    var readme = root.resolve("README.md");
    assertTrue(Files.exists(readme), () -> readme + " is missing");
    try (var docs = Files.list(root.resolve("docs"))) {
      var pages = docs.filter(f -> f.toString().endsWith(".md")).sorted();
      return Stream.concat(Stream.of(readme), pages).toList();
    }
  }

  /// The root of the repository: named by `cotangent.root`, or the next folder above with the
  /// launcher in it.
  private static Path root() {
    var named = System.getProperty("cotangent.root");
    if (named != null) {
      return Path.of(named);
    }
    for (var at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isRegularFile(at.resolve("cotangent"))) {
        return at;
      }
    }
    throw new IllegalStateException("set -Dcotangent.root to the root of the repository");
  }

  private static Path folder() throws IOException {
    return Files.createTempDirectory(temporary, "program");
  }
}
