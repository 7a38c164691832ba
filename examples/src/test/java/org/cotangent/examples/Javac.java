package org.cotangent.examples;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.cotangent.Tensor;
import org.cotangent.solve.LeastSquares;

/// Compiles a source file as a user of the library does, on the module path, in this process.
final class Javac {
  /// On the command line javac writes types without their packages; in messages it hands out, with
  /// them.
  private static final Pattern PACKAGE = Pattern.compile("\\b(?:[a-z]\\w*\\.)+(?=[A-Z])");

  private Javac() {}

  /// The messages of the errors, in English, in the order of the file; none if it compiled.
  static List<String> errors(Path source, Path into) throws IOException {
    return diagnose(source, into).stream()
        .map(d -> PACKAGE.matcher(d.getMessage(Locale.ENGLISH)).replaceAll(""))
        .toList();
  }

  /// The errors themselves, which know their lines.
  static List<Diagnostic<? extends JavaFileObject>> diagnose(Path source, Path into)
      throws IOException {
    JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
    var diagnostics = new DiagnosticCollector<JavaFileObject>();
    try (var files =
        compiler.getStandardFileManager(diagnostics, Locale.ENGLISH, StandardCharsets.UTF_8)) {
      var options =
          new ArrayList<>(List.of("-proc:none", "-Xdiags:verbose", "-d", into.toString()));
      options.addAll(List.of("--module-path", modules()));
      options.addAll(List.of("--add-modules", "ALL-MODULE-PATH"));
      boolean compiled =
          compiler
              .getTask(null, files, diagnostics, options, null, files.getJavaFileObjects(source))
              .call();
      var errors =
          diagnostics.getDiagnostics().stream()
              .<Diagnostic<? extends JavaFileObject>>map(d -> d)
              .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
              .toList();
      if (compiled != errors.isEmpty()) {
        throw new IllegalStateException(source + ": javac said " + compiled + " and " + errors);
      }
      return errors;
    }
  }

  /// The module path with the modules that programs import.
  private static String modules() {
    return location(Tensor.class) + File.pathSeparator + location(LeastSquares.class);
  }

  /// Where the module of a type lies: a jar or a folder of classes.
  private static Path location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
