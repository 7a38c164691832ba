package org.cotangent.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/// A check of documents is worth something only if it can fail.
@ResourceLock(Resources.SYSTEM_OUT)
class DocumentTest {
  @TempDir private Path folder;

  @Test
  void runsWholeProgram() throws IOException {
    passes(
        """
        ```java
        void main() {
          IO.println(twice(3));
        }
        ```

        <!-- continues -->
        ```java
        int twice(int n) { return 2 * n; }
        ```

        <!-- output -->
        ```text
        6
        ```
        """);
  }

  @Test
  void completesFragment() throws IOException {
    passes(
        """
        ```java
        import java.math.BigInteger;

        record Pair(DType left, DType right) {}     // the library is imported
        Pair both(DType one) {
          return new Pair(one, one);
        }
        var pair = Stream.of(both(DType.F64))
            .map(p -> p.right())
            .toList();                              // a chain over lines
        for (int i = 0; i < 2; i++) {
          IO.println(i + " " + pair.size());
        }
        int a = 1; IO.println(a); IO.println(0.5);   // two on one line
        ```

        ```xml
        <not-run/>
        ```

        <!-- output -->
        ```text
        0 1
        1 1
        1
        0.5
        ```

        <!-- continues -->
        ```java
        IO.println(BigInteger.TEN.add(BigInteger.valueOf(a)));  // 11
        // the end
        ```
        <!-- output -->
        ```text
        11
        ```
        """);
  }

  @Test
  void comparesNumbersInComments() throws IOException {
    passes("```java\nfor (int i = 0; i < 2; i++) IO.println(1.5);  // 1.5\n```");
    fails(
        "```java\n\nIO.println(1.5);  // 1.25\n```",
        "page.md:3: shows `1.25`, but printed is `1.5`");
    fails(
        "```java\nfor (int i = 1; i < 3; i++) {\n  IO.println(i); // 1\n}\n```",
        "page.md:3: shows `1`, but printed is `2`");
    fails(
        "```java\nif (1 > 2) {\n  IO.println(1);  // 1\n}\n```",
        "page.md:3: shows `1`, but printed is `nothing`");
  }

  @Test
  void comparesOutput() throws IOException {
    var program = "```java\nIO.println(1);\nIO.println(2);\n```\n\n<!-- output -->\n```text\n";
    passes(program + "1\n2  \n```\n");
    fails(program + "1\n3\n```\n", "page.md:9: shows `3`, but printed is `2`");
    fails(program + "1\n```\n", "page.md:8: shows `nothing more`, but printed is `2`");
    fails(program + "1\n2\n3\n```\n", "page.md:10: shows `3`, but printed is `nothing more`");
  }

  @Test
  void whatIsPrintedIsShown() throws IOException {
    fails(
        "```java\nIO.println(1); // a remark\n```",
        "page.md:2: shows `nothing`, but printed is `1`; all of it:\n\n"
            + "<!-- output -->\n```text\n1\n```");
  }

  @Test
  void errorsNameTheLineOfTheDocument() throws IOException {
    fails("# Page\n\n```java\nint one = 1;\nint two = \"\";\n```", "page.md:5: incompatible types");
    fails("```java\nint two = (1;\n```", "page.md:2: ')'");
    fails(
        "```java\nvoid main() {\n  one();\n}\n```\n\n<!-- continues -->\n```java\nvoid one() {\n"
            + "  throw new AssertionError(\"wrong\");\n}\n```",
        "page.md:10: java.lang.AssertionError: wrong\n  called at page.md:3");
    fails(
        "```java\nint half(int n) {\n  return 1 / n;\n}\nhalf(0);\n```",
        "page.md:3: java.lang.ArithmeticException: / by zero");
  }

  @Test
  void refusesWhatWouldBeSkipped() {
    refuses("```\nint x;\n```", "page.md:1: name the language");
    refuses("```java continued\n```", "page.md:1: write `java`, and <!-- continues --> above");
    refuses("```java\nint x;\n", "page.md:1: the block does not end");
    refuses("<!-- continues -->\n```java\n```", "page.md:2: there is no program before it");
    refuses("<!-- output -->\n```text\n```", "page.md:2: there is no program before it");
    refuses("<!-- output -->\n\nText.", "page.md:2: no block follows <!-- output -->");
    refuses("```java\n```\n<!-- output -->", "page.md: no block follows <!-- output -->");
    refuses("<!-- continues -->\n```sh\n```", "page.md:2: <!-- continues --> does not fit");
    refuses("<!-- output -->\n```java\n```", "page.md:2: <!-- output --> does not fit");
  }

  @Test
  void knowsFences() {
    var page =
        "````text\n"
            + "```java\n"
            + "````\n\n"
            + "~~~java\n"
            + "int x;\n"
            + "~~~\n\n"
            + "    <!-- output -->\n"
            + "    ```java\n\n"
            + "```java\n"
            + "```\n"
            + "<!-- a remark -->\n";
    var listings = Document.parse("page.md", page).listings();
    assertEquals(2, listings.size());
    assertEquals(5, listings.getFirst().number());
  }

  private void passes(String page) throws IOException {
    Document.parse("page.md", page).listings().getFirst().check(folder);
  }

  private void fails(String page, String message) {
    var listing = Document.parse("page.md", page).listings().getFirst();
    var error = assertThrows(AssertionError.class, () -> listing.check(folder));
    var got = String.valueOf(error.getMessage());
    assertTrue(got.startsWith(message), got);
  }

  private static void refuses(String page, String message) {
    var error = assertThrows(IllegalArgumentException.class, () -> Document.parse("page.md", page));
    var got = String.valueOf(error.getMessage());
    assertTrue(got.startsWith(message), got);
  }
}
