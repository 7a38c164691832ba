package org.cotangent.laws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cotangent.ops.Families;
import org.cotangent.primitive.Bilinear;
import org.cotangent.primitive.Control;
import org.cotangent.primitive.Elementwise;
import org.cotangent.primitive.General;
import org.cotangent.primitive.Linear;
import org.cotangent.primitive.Primitive;
import org.cotangent.testkit.Laws;
import org.cotangent.testkit.Sample;
import org.junit.jupiter.api.Test;

/// The table of all operations in `docs/operations.md`, made of the sources' own words and of the samples: a function without a
/// sample, or a table that is out of date, fails. `./dev golden` writes it anew.
class OperationsTableTest {
  private static final Path SOURCES = Path.of("src/main/java/org/cotangent/ops");
  private static final Path TABLE = Path.of("../docs/operations.md");

  /// Functions that no sample can hold, or that are sampled under another name, and why.
  private static final Map<String, String> WITHOUT =
      Map.ofEntries(
          Map.entry("ComplexFunctions.power", "complexPower"),
          Map.entry("ComplexFunctions.quotient", "complexQuotient"),
          Map.entry("Convolution.conv1d", "conv"),
          Map.entry("Convolution.conv2d", "conv"),
          Map.entry("Convolution.conv3d", "conv"),
          Map.entry("Convolution.convTranspose1d", "convTranspose"),
          Map.entry("Convolution.convTranspose2d", "convTranspose"),
          Map.entry("Convolution.convTranspose3d", "convTranspose"),
          Map.entry("Debugging.ensured", "throws"),
          Map.entry("Debugging.printed", "prints"),
          Map.entry("Diagonals.diagIndices", "takes no tensor"),
          Map.entry("Diagonals.trilIndices", "takes no tensor"),
          Map.entry("Diagonals.triuIndices", "takes no tensor"),
          Map.entry("Fft.fftfreq", "takes no tensor"),
          Map.entry("Fft.rfftfreq", "takes no tensor"),
          Map.entry("Ranges.geomspace", "takes no tensor"),
          Map.entry("Sampling.key", "takes no tensor"),
          Map.entry("Window.of", "takes no tensor"),
          Map.entry("Families.primitives", "takes no tensor"),
          Map.entry("Masking.nonzero", "shape depends on the values"),
          Map.entry("Searching.unique", "shape depends on the values"));

  private static final Pattern FUNCTION =
      Pattern.compile("\\n  public static [^=;{]*?\\b(\\w+)\\(");
  private static final Pattern LINK =
      Pattern.compile("(^| )\\[#?([A-Za-z][\\w.#]*)(?:\\([\\w,.]*\\))?](?!\\()");
  private static final Pattern RECORD = Pattern.compile("\\n  public record (\\w+)\\(");

  @Test
  void everyFunctionHasASampleAndTheTableIsUpToDate() throws IOException {
    List<Sample> samples = Samples.all();
    var calls = new TreeMap<String, Integer>();
    var met = new TreeMap<String, Integer>();
    for (Sample sample : samples) {
      calls.merge(sample.name().toLowerCase(Locale.ROOT), 1, Integer::sum);
      Set<String> primitives = new TreeSet<>();
      OperationsLawsTest.collect(Laws.stage(sample.function(), sample.inputs()), primitives);
      if (sample.smooth()) {
        OperationsLawsTest.collect(
            Laws.stage(OperationsLawsTest.gradient(sample), sample.inputs()), primitives);
      }
      primitives.forEach(primitive -> met.merge(primitive, 1, Integer::sum));
    }
    var holes = new ArrayList<String>();
    var text = new StringBuilder();
    int functions = 0;
    for (String family : families()) {
      String source = source(family);
      Map<String, String> words = words(source, FUNCTION);
      Set<String> names = functions(family);
      if (names.isEmpty()) {
        continue;
      }
      text.append("\n### ")
          .append(family)
          .append("\n\n| function | what it computes | samples |\n");
      text.append("|---|---|---|\n");
      for (String name : names) {
        String other = WITHOUT.get(family + "." + name);
        String key = (other == null ? name : other).toLowerCase(Locale.ROOT);
        Integer count = calls.get(key);
        if (count == null && other == null) {
          holes.add(family + "." + name);
        }
        String what = words.getOrDefault(name, "");
        String checked = count == null ? String.valueOf(other) : String.valueOf(count);
        text.append("| `" + name + "` | " + what + " | " + checked + " |\n");
        functions++;
      }
    }
    assertEquals(List.of(), holes, "functions without a sample of their name");
    StringBuilder primitives = new StringBuilder();
    int count = 0;
    for (Class<? extends Primitive> primitive : Families.primitives()) {
      Class<?> family = primitive.getEnclosingClass();
      String words =
          family == null
              ? ""
              : words(source(family.getSimpleName()), RECORD)
                  .getOrDefault(primitive.getSimpleName(), "");
      String where = family == null ? "" : family.getSimpleName();
      String number = String.valueOf(met.getOrDefault(primitive.getName(), 0));
      primitives.append(
          "| `"
              + primitive.getSimpleName()
              + "` | "
              + where
              + " | "
              + kind(primitive)
              + " | "
              + words
              + " | "
              + number
              + " |\n");
      count++;
    }
    String table =
        """
        # Operations

        Written by a test, from the sources' own words: `./dev golden` writes it anew.

        Each function has samples: calls with inputs that matter, of ranks 0 to 3, with broadcasting, without elements, at the edges. For
        each sample the laws are checked: forward and reverse mode against differences and each other, to the second order (third with
        `./dev test --all`), vmap with every choice of mapped arguments against a loop, staged against at once, printed and parsed back,
        linearised, and in single precision. Where derivatives are no numbers to compare (kinks, ties, infinities) all laws but the
        first are. %d functions, %d primitives, %d samples.

        Functions are called by their family, or imported statically; what is on a calculator is on `Tensor` too.

        ```java
        IO.println("%%.6f".formatted(grad(x -> Special.betainc(x, scalar(2), scalar(0.3))).at(1.5)));
        IO.println(vmap(grad(LinearAlgebra::det)).apply(stack(eye(2), ones(2, 2))));
        ```

        <!-- output -->
        ```text
        -0.290536
        [[[1.0, 0.0],
          [0.0, 1.0]],
         [[1.0, -1.0],
          [-1.0, 1.0]]]
        ```

        ## Functions
        %s
        ## Primitives

        A primitive states what its kind asks for; all else follows ([how](add-an-op.md)). The number is that of the samples in which, or in
        whose gradients, it occurs. Those that take functions have tests of their own.

        | primitive | family | kind | rule | samples |
        |---|---|---|---|---|
        %s\
        """
            .formatted(functions, count, samples.size(), text, primitives);
    if (Boolean.getBoolean("cotangent.golden.update")) {
      Files.writeString(TABLE, table);
    }
    assertEquals(Files.readString(TABLE), table, "docs/operations.md: run ./dev golden");
  }

  private static String kind(Class<?> primitive) {
    if (Elementwise.class.isAssignableFrom(primitive)) {
      return "elementwise";
    }
    if (Linear.class.isAssignableFrom(primitive)) {
      return "linear";
    }
    if (Bilinear.class.isAssignableFrom(primitive)) {
      return "bilinear";
    }
    if (General.Constant.class.isAssignableFrom(primitive)) {
      return "constant";
    }
    if (General.class.isAssignableFrom(primitive)) {
      return "general";
    }
    assertTrue(Control.class.isAssignableFrom(primitive), primitive.getName());
    return "control";
  }

  private static List<String> families() throws IOException {
    try (Stream<Path> files = Files.list(SOURCES)) {
      return files
          .map(file -> file.getFileName().toString().replace(".java", ""))
          .filter(name -> !name.equals("package-info"))
          .sorted()
          .toList();
    }
  }

  private static String source(String family) throws IOException {
    Path file = SOURCES.resolve(family + ".java");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  private static Set<String> functions(String family) {
    try {
      Class<?> type = Class.forName("org.cotangent.ops." + family);
      var names = new TreeSet<String>();
      if (Modifier.isPublic(type.getModifiers())) {
        Arrays.stream(type.getDeclaredMethods())
            .filter(method -> Modifier.isPublic(method.getModifiers()))
            .filter(method -> Modifier.isStatic(method.getModifiers()) && !method.isSynthetic())
            .map(Method::getName)
            .forEach(names::add);
      }
      return names;
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  /// The first sentence of the comment above each declaration; for overloads that of the first.
  private static Map<String, String> words(String source, Pattern declaration) {
    var words = new TreeMap<String, String>();
    Matcher matcher = declaration.matcher(source);
    while (matcher.find()) {
      String above = source.substring(0, matcher.start());
      var lines = new ArrayList<String>();
      String[] all = above.split("\n", -1);
      for (int i = all.length - 1; i >= 0; i--) {
        String line = all[i].strip();
        if (line.startsWith("///")) {
          lines.addFirst(line.substring(3).strip());
        } else if (!line.startsWith("@")) {
          break;
        }
      }
      int end = lines.indexOf("");
      String comment = String.join(" ", end < 0 ? lines : lines.subList(0, end));
      String plain = LINK.matcher(sentence(comment)).replaceAll("$1`$2`");
      words.putIfAbsent(matcher.group(1), plain.replace("|", "\\|"));
    }
    return words;
  }

  /// Up to the first full stop before a capital that is outside of code.
  private static String sentence(String comment) {
    Matcher end = Pattern.compile("\\. (?=[A-Z`∞])").matcher(comment);
    int from = 0;
    while (end.find(from)) {
      long ticks = comment.substring(0, end.start()).chars().filter(c -> c == '`').count();
      if (ticks % 2 == 0) {
        return comment.substring(0, end.start() + 1);
      }
      from = end.end();
    }
    return comment;
  }
}
