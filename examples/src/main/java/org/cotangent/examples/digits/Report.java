package org.cotangent.examples.digits;

import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.stage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.cotangent.Tensor;

/// The report that the demo leaves: curves, pictures of predictions, confusions, and the program of
/// the loss.
final class Report {
  /// How many pictures are shown; the wrong ones come first.
  private static final int PICTURES = 48;

  /// How often the reference is drawn beside our curve.
  private static final int DOTS = 25;

  private Report() {}

  /// What the loss is a function of.
  record Example(Mlp model, Tensor images, Tensor labels) {
    Tensor loss() {
      return model.loss(images, labels);
    }
  }

  /// A whole page of HTML.
  static String of(
      Reference reference,
      TracedRun.Result traced,
      GraphRun.Result graph,
      ShuffledRun.Result shuffled) {
    var heldOut = shuffled.heldOut();
    var predicted = whole(shuffled.model().predict(heldOut.images()));
    var labels = whole(heldOut.labels());
    var example =
        new Example(
            reference.start(),
            heldOut.rows(0, reference.batch()).images(),
            heldOut.rows(0, reference.batch()).labels());
    var loss = stage(Example::loss, example);
    var gradient = stage(Report::gradient, example);
    return Html.page(
        "Cotangent: handwritten digits",
        "<h1>Handwritten digits</h1>\n"
            + paragraph(
                "A multilayer perceptron on 8x8 pixels, trained with exact gradients by Cotangent.")
            + tiles(reference, traced, graph, shuffled)
            + "<h2>Along the reference curve</h2>\n"
            + paragraph(
                "64-32-10, tanh, momentum, batches of 100 in the order of the file: every loss"
                    + " agrees with the one that another library computed.")
            + figure(
                Chart.of("Loss along the reference curve", "loss")
                    .line("this run", traced.curve().losses())
                    .dots(
                        "reference",
                        DOTS,
                        first(reference.curve().losses(), traced.curve().steps())))
            + "<h2>A shuffled split</h2>\n"
            + paragraph(
                "64-128-10, relu, Adam, batches of 32 with a little noise; a fifth of the digits is"
                    + " held out.")
            + figure(
                Chart.of("Loss on the shuffled split", "loss")
                    .line("each step", shuffled.losses())
                    .means("mean of an epoch", shuffled.stepsPerEpoch(), shuffled.losses()))
            + "<h2>Predictions</h2>\n"
            + paragraph(
                "Digits that were held out: the wrong ones first, then some of the right ones.")
            + pictures(heldOut, predicted, labels)
            + "<h2>What is taken for what</h2>\n"
            + confusion(predicted, labels)
            + "<h2>The programs</h2>\n"
            + paragraph("What was differentiated, as the library sees it.")
            + details("The loss in " + loss.equations().size() + " equations", loss.toString())
            + details(
                "Its gradient in " + gradient.equations().size() + " equations",
                gradient.toString())
            + details("The nodes of the static graph", String.join("\n", graph.nodes())));
  }

  private static Mlp gradient(Example example) {
    return grad(model -> model.loss(example.images(), example.labels()), example.model());
  }

  private static String tiles(
      Reference reference,
      TracedRun.Result traced,
      GraphRun.Result graph,
      ShuffledRun.Result shuffled) {
    return "<div class=\"tiles\">\n"
        + tile(
            format("%.2f %%", 100 * shuffled.accuracy()), "of the held-out digits, shuffled split")
        + tile(
            format("%.2f %%", 100 * traced.accuracy()),
            "of the held-out digits, reference protocol")
        + tile(
            difference(traced.curve().difference(reference.curve())),
            "largest relative difference to the reference")
        + tile(
            difference(graph.curve().difference(traced.curve())),
            "largest relative difference between trace and graph")
        + "</div>\n";
  }

  private static String difference(double relative) {
    return relative == 0 ? "none" : format("%.1e", relative);
  }

  private static String tile(String number, String meaning) {
    return "<div class=\"tile\"><b>%s</b><span>%s</span></div>%n".formatted(number, meaning);
  }

  private static String paragraph(String text) {
    return "<p class=\"soft\">" + text + "</p>\n";
  }

  private static String figure(Chart chart) {
    return "<figure>\n" + chart.svg() + "</figure>\n";
  }

  private static String pictures(Digits digits, int[] predicted, int[] labels) {
    double[] pixels = digits.images().toDoubles();
    var order = new ArrayList<>(IntStream.range(0, labels.length).boxed().toList());
    order.sort(Comparator.comparing(i -> right(i, predicted, labels))); // stable: false is first
    var html = new StringBuilder("<div class=\"digits\">\n");
    for (int i : order.subList(0, Math.min(PICTURES, order.size()))) {
      boolean right = right(i, predicted, labels);
      var ink = Arrays.copyOfRange(pixels, i * Digits.PIXELS, (i + 1) * Digits.PIXELS);
      html.append(
          format(
              "<figure class=\"digit %s\"><img src=\"%s\" alt=\"a %d\"><b>%d</b>%s</figure>%n",
              right ? "right" : "wrong",
              Picture.dataUri(ink),
              labels[i],
              predicted[i],
              right ? "" : " for " + labels[i]));
    }
    return html.append("</div>\n").toString();
  }

  private static boolean right(int i, int[] predicted, int[] labels) {
    return predicted[i] == labels[i];
  }

  private static String confusion(int[] predicted, int[] labels) {
    var counts = new int[Digits.CLASSES][Digits.CLASSES];
    var totals = new int[Digits.CLASSES];
    for (int i = 0; i < labels.length; i++) {
      counts[labels[i]][predicted[i]]++;
      totals[labels[i]]++;
    }
    var html = new StringBuilder("<div class=\"confusion\"><table>\n<tr><th>is \\ read as</th>");
    IntStream.range(0, Digits.CLASSES).forEach(d -> html.append("<th>").append(d).append("</th>"));
    html.append("</tr>\n");
    for (int label = 0; label < Digits.CLASSES; label++) {
      html.append("<tr><th>").append(label).append("</th>");
      for (int read = 0; read < Digits.CLASSES; read++) {
        html.append(cell(counts[label][read], totals[label], label == read));
      }
      html.append("</tr>\n");
    }
    return html.append("</table></div>\n").toString();
  }

  private static String cell(int count, int total, boolean right) {
    if (count == 0) {
      return "<td class=\"none\">·</td>";
    }
    return right
        ? format("<td class=\"right\" style=\"--part:%.2f\">%d</td>", 0.6 * count / total, count)
        : format("<td class=\"wrong\">%d</td>", count);
  }

  private static String details(String title, String text) {
    return "<details><summary>%s</summary><pre>%s</pre></details>%n"
        .formatted(Html.escape(title), Html.escape(text));
  }

  private static List<Double> first(List<Double> values, int count) {
    return values.subList(0, Math.min(count, values.size()));
  }

  private static int[] whole(Tensor tensor) {
    double[] values = tensor.toDoubles();
    return IntStream.range(0, values.length).map(i -> (int) values[i]).toArray();
  }

  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
