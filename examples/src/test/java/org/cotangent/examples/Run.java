package org.cotangent.examples;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Runs the `void main()` of a compact source file in this process and notes what it prints. The
/// standard output is everybody's: a test that runs programs locks it.
final class Run {
  private Run() {}

  /// A printed line.
  ///
  /// @param source the line of the source file that printed it; 0 if that is not known
  /// @param text without the line end
  record Printed(int source, String text) {}

  /// What the program called `name` prints; what it throws is thrown.
  static List<Printed> main(Path classes, String name) throws Exception {
    var console = new Console(name);
    var out = System.out;
    System.setOut(new PrintStream(console, true, StandardCharsets.UTF_8));
    var urls = new URL[] {classes.toUri().toURL()};
    try (var loader = new URLClassLoader(urls, Run.class.getClassLoader())) {
      var type = loader.loadClass(name);
      var constructor = type.getDeclaredConstructor();
      var main = type.getDeclaredMethod("main");
      constructor.setAccessible(true);
      main.setAccessible(true);
      main.invoke(constructor.newInstance());
    } catch (InvocationTargetException e) {
      switch (e.getCause()) {
        case Exception exception -> throw exception;
        case Error error -> throw error;
        case null, default -> throw e;
      }
    } finally {
      System.setOut(out);
    }
    return console.finished();
  }

  /// Whether `type` is the program called `name`, or nested in it.
  static boolean belongs(String type, String name) {
    return type.equals(name) || type.startsWith(name + "$");
  }

  private static final class Console extends OutputStream {
    private final String program;
    private final List<Printed> lines = new ArrayList<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    Console(String program) {
      this.program = program;
    }

    @Override
    public synchronized void write(int b) {
      if (b == '\n') {
        lines.add(new Printed(caller(), line.toString(StandardCharsets.UTF_8).stripTrailing()));
        line.reset();
      } else {
        line.write(b);
      }
    }

    synchronized List<Printed> finished() {
      if (line.size() > 0) {
        write('\n');
      }
      return List.copyOf(lines);
    }

    /// Printing is synchronous, so the line that prints is on the stack.
    private int caller() {
      return StackWalker.getInstance()
          .walk(frames -> frames.filter(f -> belongs(f.getClassName(), program)).findFirst())
          .map(StackWalker.StackFrame::getLineNumber)
          .orElse(0);
    }
  }
}
