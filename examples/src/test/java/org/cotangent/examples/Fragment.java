package org.cotangent.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;
import org.cotangent.examples.Document.Line;

/// Makes a program of declarations and statements in any order, as one types them in JShell, which
/// also tells them apart here. Nothing is run by it.
final class Fragment {
  private static final List<String> IMPORTS =
      List.of(
          "import static org.cotangent.Autodiff.*;",
          "import static org.cotangent.Tensor.*;",
          "import module org.cotangent;",
          "import module org.cotangent.solve;");

  private final List<Line> imports = new ArrayList<>();
  private final List<Line> statements = new ArrayList<>();
  private final List<Line> members = new ArrayList<>();

  private Fragment() {}

  /// Imports first, statements in a `main`, methods and types beside it. Lines that were added have
  /// the number 0.
  static List<Line> complete(List<Line> lines) {
    var fragment = new Fragment();
    try (var shell = JShell.builder().executionEngine("local").build()) {
      fragment.sort(lines, shell.sourceCodeAnalysis());
    }
    var program = new ArrayList<Line>();
    IMPORTS.forEach(line -> program.add(new Line(0, line)));
    program.addAll(fragment.imports);
    program.add(new Line(0, "void main() throws Exception {"));
    program.addAll(fragment.statements);
    program.add(new Line(0, "}"));
    program.addAll(fragment.members);
    return program;
  }

  private void sort(List<Line> lines, SourceCodeAnalysis analysis) {
    var rest = lines.stream().map(Line::text).collect(Collectors.joining("\n", "", "\n"));
    int index = 0;
    while (!rest.isBlank()) {
      var completion = analysis.analyzeCompletion(rest);
      // What is not complete, or a comment at the end, goes to javac as it is.
      var whole = completion.source() == null || completion.remaining().length() >= rest.length();
      var piece = whole ? rest : rest.substring(0, rest.length() - completion.remaining().length());
      var to = whole ? statements : target(analysis.sourceToSnippets(completion.source()));
      for (var text : piece.lines().toList()) {
        to.add(new Line(lines.get(index).number(), text));
        index += 1;
      }
      if (!piece.endsWith("\n")) {
        index -= 1; // the next piece starts on the line where this one ends
      }
      rest = rest.substring(piece.length());
    }
  }

  private List<Line> target(List<Snippet> snippets) {
    return switch (snippets.getFirst().kind()) {
      case IMPORT -> imports;
      case METHOD, TYPE_DECL -> members;
      case VAR, EXPRESSION, STATEMENT, ERRONEOUS -> statements;
    };
  }
}
