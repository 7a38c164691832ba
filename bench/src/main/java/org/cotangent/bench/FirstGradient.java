package org.cotangent.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.cotangent.Autodiff;

/// How long a fresh process takes from the start of `main` to its first gradient.
public final class FirstGradient {
  private FirstGradient() {}

  /// Computes a gradient and prints the milliseconds it took.
  public static void main(String[] arguments) {
    long start = System.nanoTime();
    double slope = Autodiff.grad(x -> x.times(x).sin().plus(x.exp())).at(1);
    double milliseconds = (System.nanoTime() - start) / 1e6;
    if (Math.abs(slope - (2 * Math.cos(1) + Math.E)) > 1e-12) {
      throw new AssertionError("the gradient is " + slope);
    }
    System.out.println(milliseconds);
  }

  /// The median of `processes` fresh processes, in milliseconds.
  static double milliseconds(int processes) throws IOException {
    double[] times = new double[processes];
    for (int i = 0; i < processes; i++) {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--class-path",
                  System.getProperty("java.class.path"),
                  FirstGradient.class.getName())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (BufferedReader output = process.inputReader()) {
        times[i] = Double.parseDouble(output.lines().findFirst().orElseThrow());
      }
    }
    Arrays.sort(times);
    return times[processes / 2];
  }
}
