package org.cotangent.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import org.cotangent.examples.Document.Line;

/// A program in a document, and the output that the document shows.
///
/// @param document the name of the file
/// @param number the line where the program starts
/// @param lines the program's
/// @param output the shown output's; none if there is no block of output
record Listing(String document, int number, List<Line> lines, List<Line> output) {
  private static final Pattern MAIN = Pattern.compile("(static )?void main\\(.*");
  private static final Pattern SHOWN = Pattern.compile(".*IO\\.println\\(.*\\);\\s*// (\\S+)\\s*");

  Listing continued(List<Line> more) {
    return new Listing(document, number, concat(lines, more), output);
  }

  Listing printing(List<Line> more) {
    return new Listing(document, number, lines, concat(output, more));
  }

  /// Compiles and runs the program and compares what it prints.
  ///
  /// @param folder an empty one, for source and classes
  /// @throws AssertionError with the line of the document, if anything is not as it says
  void check(Path folder) throws IOException {
    var source = complete() ? lines : Fragment.complete(lines);
    var name = document.replaceAll("\\W", "_") + "_" + number;
    var file = folder.resolve(name + ".java");
    Files.write(file, source.stream().map(Line::text).toList());
    var errors = Javac.diagnose(file, folder);
    if (!errors.isEmpty()) {
      throw new AssertionError(String.join("\n", errors.stream().map(e -> at(source, e)).toList()));
    }
    compare(source, run(folder, name, source));
  }

  private List<Run.Printed> run(Path folder, String name, List<Line> source) {
    try {
      return Run.main(folder, name);
    } catch (Throwable e) {
      // Errors too: a failed check of the program is one. The document's lines go around it.
      var places =
          Stream.of(e.getStackTrace())
              .filter(frame -> Run.belongs(frame.getClassName(), name))
              .map(frame -> place(source, frame.getLineNumber()))
              .toList();
      var callers = places.stream().skip(1).limit(4).map(place -> "\n  called at " + place);
      var first = places.isEmpty() ? place(source, 0) : places.getFirst();
      throw new AssertionError(first + ": " + e + callers.collect(Collectors.joining()), e);
    }
  }

  private void compare(List<Line> source, List<Run.Printed> printed) {
    var text = printed.stream().map(Run.Printed::text).toList();
    if (!output.isEmpty()) {
      for (int i = 0; i < Math.max(output.size(), text.size()); i++) {
        var wanted = i < output.size() ? output.get(i).text().stripTrailing() : "nothing more";
        var got = i < text.size() ? text.get(i) : "nothing more";
        int line = output.get(Math.min(i, output.size() - 1)).number();
        if (!wanted.equals(got) || i >= output.size() || i >= text.size()) {
          throw differs(line, wanted, got, text);
        }
      }
    }
    for (var one : printed) {
      var line = one.source() > 0 ? source.get(one.source() - 1) : new Line(number, "");
      var shown = number(line.text());
      if (shown.isPresent() ? !shown.get().equals(one.text()) : output.isEmpty()) {
        throw differs(line.number(), shown.orElse("nothing"), one.text(), text);
      }
    }
    for (int i = 0; i < source.size(); i++) {
      int line = i + 1;
      var shown = number(source.get(i).text());
      if (shown.isPresent() && printed.stream().noneMatch(one -> one.source() == line)) {
        throw differs(source.get(i).number(), shown.get(), "nothing", text);
      }
    }
  }

  /// The number in the comment after an `IO.println`. Words there are a remark.
  private static Optional<String> number(String line) {
    var comment = SHOWN.matcher(line);
    return comment.matches() && comment.group(1).matches("-?\\d.*|-?Infinity|NaN")
        ? Optional.of(comment.group(1))
        : Optional.empty();
  }

  private boolean complete() {
    return lines.stream().anyMatch(line -> MAIN.matcher(line.text()).matches());
  }

  private AssertionError differs(int line, String shown, String got, List<String> all) {
    return new AssertionError(
        "%s:%d: shows `%s`, but printed is `%s`; all of it:\n\n<!-- output -->\n```text\n%s\n```"
            .formatted(document, line, shown, got, String.join("\n", all)));
  }

  private String at(List<Line> source, Diagnostic<?> error) {
    return place(source, (int) error.getLineNumber()) + ": " + error.getMessage(null);
  }

  /// The place in the document of a line of the program; the program's start if it has none.
  private String place(List<Line> source, int line) {
    int known = line > 0 && line <= source.size() ? source.get(line - 1).number() : 0;
    return document + ":" + (known > 0 ? known : number);
  }

  private static List<Line> concat(List<Line> first, List<Line> second) {
    var both = new ArrayList<>(first);
    both.addAll(second);
    return List.copyOf(both);
  }
}
