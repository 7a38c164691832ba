package org.cotangent.examples.digits;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/// A line chart over steps with a logarithmic scale, as inline SVG. Colours come from the style
/// sheet of the page: series `i` has the class `series-i`. Immutable: adding a series gives a new
/// chart.
final class Chart {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 320;
  private static final int LEFT = 62;
  private static final int RIGHT = 16;
  private static final int TOP = 16;
  private static final int BOTTOM = 46;

  private record Point(double x, double y) {}

  private record Series(String label, boolean dots, List<Point> points) {}

  private final String title;
  private final String vertical;
  private final List<Series> series;

  private Chart(String title, String vertical, List<Series> series) {
    this.title = title;
    this.vertical = vertical;
    this.series = series;
  }

  static Chart of(String title, String vertical) {
    return new Chart(title, vertical, List.of());
  }

  /// A line through `values`, the value of step 1 first.
  Chart line(String label, List<Double> values) {
    return with(label, false, 1, values);
  }

  /// Dots at every `stride`-th of `values`.
  Chart dots(String label, int stride, List<Double> values) {
    return with(label, true, stride, values);
  }

  /// A line through the means of `window` values each, drawn at the middle of the window.
  Chart means(String label, int window, List<Double> values) {
    var points = new ArrayList<Point>();
    for (int from = 0; from + window <= values.size(); from += window) {
      double mean =
          values.subList(from, from + window).stream().mapToDouble(d -> d).average().orElseThrow();
      points.add(new Point(from + (window + 1) / 2.0, mean));
    }
    return with(new Series(label, false, points));
  }

  private Chart with(String label, boolean dots, int stride, List<Double> values) {
    var points = new ArrayList<Point>();
    for (int i = 0; i < values.size(); i += stride) {
      points.add(new Point(i + 1, values.get(i)));
    }
    return with(new Series(label, dots, points));
  }

  private Chart with(Series one) {
    var more = new ArrayList<>(series);
    more.add(one);
    return new Chart(title, vertical, List.copyOf(more));
  }

  String svg() {
    double steps = bound(Point::x, true);
    double low = Math.log10(bound(Point::y, false));
    double high = Math.log10(bound(Point::y, true));
    var scale = new Scale(steps, low, Math.max(high, low + 0.1));
    var svg = new StringBuilder();
    svg.append(
        format(
            "<svg class=\"chart\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n",
            WIDTH, HEIGHT, Html.escape(title)));
    horizontalAxis(svg, scale);
    verticalAxis(svg, scale);
    for (int i = 0; i < series.size(); i++) {
      draw(svg, scale, i, series.get(i));
      legend(svg, i, series.get(i));
    }
    return svg.append("</svg>\n").toString();
  }

  private double bound(ToDoubleFunction<Point> part, boolean largest) {
    var all = series.stream().flatMap(s -> s.points().stream()).mapToDouble(part);
    return (largest ? all.max() : all.min()).orElseThrow();
  }

  /// From steps and values to pixels.
  private record Scale(double steps, double low, double high) {
    double x(double step) {
      return LEFT + (WIDTH - LEFT - RIGHT) * (step - 1) / Math.max(1, steps - 1);
    }

    double y(double value) {
      double part = (Math.log10(value) - low) / (high - low);
      return TOP + (HEIGHT - TOP - BOTTOM) * (1 - part);
    }
  }

  private void horizontalAxis(StringBuilder svg, Scale scale) {
    int bottom = HEIGHT - BOTTOM;
    for (int step = 0; step <= scale.steps(); step += stride(scale.steps())) {
      double x = scale.x(Math.max(step, 1));
      svg.append(
          format(
              "<line class=\"tick\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>"
                  + "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d</text>%n",
              x, bottom, x, bottom + 5, x, bottom + 20, Math.max(step, 1)));
    }
    svg.append(
        format(
            "<line class=\"axis\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>"
                + "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">step</text>%n",
            LEFT, bottom, WIDTH - RIGHT, bottom, WIDTH - RIGHT, HEIGHT - 8));
  }

  /// At most eight marks, at 1, 2 or 5 times a power of ten.
  private static int stride(double steps) {
    int power = 1;
    while (true) {
      for (int factor : new int[] {1, 2, 5}) {
        if (steps / (factor * power) <= 8) {
          return factor * power;
        }
      }
      power *= 10;
    }
  }

  private void verticalAxis(StringBuilder svg, Scale scale) {
    boolean wide = scale.high() - scale.low() > 1.5;
    for (int power = (int) Math.floor(scale.low()); power <= scale.high(); power++) {
      for (int factor : wide ? new int[] {1} : new int[] {1, 2, 5}) {
        double value = factor * Math.pow(10, power);
        if (Math.log10(value) >= scale.low() && Math.log10(value) <= scale.high()) {
          double y = scale.y(value);
          svg.append(
              format(
                  "<line class=\"grid\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>"
                      + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n",
                  LEFT, y, WIDTH - RIGHT, y, LEFT - 8, y + 4, mark(value)));
        }
      }
    }
    svg.append(
        format(
            "<line class=\"axis\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>"
                + "<text x=\"14\" y=\"%d\" transform=\"rotate(-90 14 %d)\" "
                + "text-anchor=\"middle\">%s</text>%n",
            LEFT,
            TOP,
            LEFT,
            HEIGHT - BOTTOM,
            (HEIGHT - BOTTOM + TOP) / 2,
            (HEIGHT - BOTTOM + TOP) / 2,
            Html.escape(vertical)));
  }

  private static String mark(double value) {
    return value >= 1e-4 && value < 1e5
        ? format("%.4f", value).replaceAll("\\.?0+$", "")
        : format("%.0e", value);
  }

  private static void draw(StringBuilder svg, Scale scale, int index, Series one) {
    if (one.dots()) {
      for (var point : one.points()) {
        svg.append(
            format(
                "<circle class=\"series-%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"3\"/>%n",
                index, scale.x(point.x()), scale.y(point.y())));
      }
    } else {
      var points =
          one.points().stream()
              .map(p -> format("%.1f,%.1f", scale.x(p.x()), scale.y(p.y())))
              .collect(Collectors.joining(" "));
      svg.append(format("<polyline class=\"series-%d\" points=\"%s\"/>%n", index, points));
    }
  }

  private static void legend(StringBuilder svg, int index, Series one) {
    int x = WIDTH - RIGHT - 190;
    int y = TOP + 12 + 18 * index;
    svg.append(
        one.dots()
            ? format("<circle class=\"series-%d\" cx=\"%d\" cy=\"%d\" r=\"3\"/>", index, x + 10, y)
            : format(
                "<line class=\"series-%d\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>",
                index, x, y, x + 20, y));
    svg.append(
        format("<text x=\"%d\" y=\"%d\">%s</text>%n", x + 28, y + 4, Html.escape(one.label())));
  }

  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
