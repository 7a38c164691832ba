package org.cotangent.examples.digits;

import java.io.PrintStream;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarStyle;

/// Shows how a run goes on: a live bar on a terminal, a few plain lines anywhere else.
///
/// Not thread-safe; `step` is for one thread.
abstract sealed class Progress implements AutoCloseable {
  /// One step is done; `loss` is what it showed.
  abstract void step(double loss);

  @Override
  public abstract void close();

  /// A bar if the console is a terminal, lines otherwise.
  static Progress of(String task, int steps, PrintStream out) {
    var console = System.console();
    return console != null && console.isTerminal()
        ? new Bar(task, steps, out)
        : new Lines(task, steps, out);
  }

  /// Shows nothing.
  static Progress silent() {
    return new Silent();
  }

  /// Redrawn ten times a second by a thread of its own.
  private static final class Bar extends Progress {
    private final ProgressBar bar;

    Bar(String task, int steps, PrintStream out) {
      bar =
          ProgressBar.builder()
              .setTaskName(task)
              .setInitialMax(steps)
              .setUnit(" steps", 1)
              .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
              .setUpdateIntervalMillis(100)
              .showSpeed()
              // A width of our own: asking the terminal for it would load native code.
              .setConsumer(new ConsoleProgressBarConsumer(out, width()))
              .build();
    }

    private static int width() {
      var columns = System.getenv("COLUMNS");
      return columns != null && columns.matches("[1-9]\\d{1,3}")
          ? Integer.parseInt(columns) - 1
          : 100;
    }

    @Override
    void step(double loss) {
      bar.setExtraMessage(String.format(Locale.ROOT, " loss %.4f", loss));
      bar.step();
    }

    @Override
    public void close() {
      bar.close();
    }
  }

  /// Six lines a run.
  private static final class Lines extends Progress {
    private static final int LINES = 6;
    private final String task;
    private final int steps;
    private final PrintStream out;
    private final long start = System.nanoTime();
    private int done;

    Lines(String task, int steps, PrintStream out) {
      this.task = task;
      this.steps = steps;
      this.out = out;
    }

    @Override
    void step(double loss) {
      done++;
      if (done * LINES / steps > (done - 1) * LINES / steps) {
        double rate = done / ((System.nanoTime() - start) * 1e-9);
        out.printf(
            Locale.ROOT,
            "%s: step %d of %d, loss %.4f, %.0f steps/s%n",
            task,
            done,
            steps,
            loss,
            rate);
      }
    }

    @Override
    public void close() {}
  }

  private static final class Silent extends Progress {
    @Override
    void step(double loss) {}

    @Override
    public void close() {}
  }
}
