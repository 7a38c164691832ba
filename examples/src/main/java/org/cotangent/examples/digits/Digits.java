package org.cotangent.examples.digits;

import static org.cotangent.Slice.span;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.cotangent.RandomKey;
import org.cotangent.Tensor;

/// Handwritten digits: 8x8 pixels in `[0, 1]`, one row an image, and what they show.
///
/// @param images shape `(n,64)`
/// @param labels shape `(n)`, `I64`
public record Digits(Tensor images, Tensor labels) {
  static final int PIXELS = 64;
  static final int CLASSES = 10;
  private static final double BRIGHTEST = 16;

  /// A training part and a part that is held out.
  record Split(Digits train, Digits heldOut) {}

  /// All 1,797 of them, in the order of the file.
  static Digits load() {
    var resource = Objects.requireNonNull(Digits.class.getResourceAsStream("digits.csv.gz"));
    try (var lines =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(resource), StandardCharsets.US_ASCII))) {
      var rows = lines.lines().skip(1).map(line -> line.split(",")).toArray(String[][]::new);
      var pixels = new double[rows.length * PIXELS];
      var labels = new long[rows.length];
      for (int row = 0; row < rows.length; row++) {
        for (int column = 0; column < PIXELS; column++) {
          pixels[row * PIXELS + column] = Integer.parseInt(rows[row][column]) / BRIGHTEST;
        }
        labels[row] = Integer.parseInt(rows[row][PIXELS]);
      }
      return new Digits(Tensor.of(pixels, rows.length, PIXELS), Tensor.indices(labels));
    } catch (IOException e) {
      throw new UncheckedIOException("digits.csv.gz can't be read", e);
    }
  }

  int size() {
    return labels.shape().length(0);
  }

  /// Rows `from` to `to - 1`.
  Digits rows(int from, int to) {
    return new Digits(images.slice(span(from, to)), labels.slice(span(from, to)));
  }

  /// The rows of these numbers, in their order.
  Digits take(Tensor rows) {
    return new Digits(images.get(rows), labels.get(rows));
  }

  /// All rows in an order that depends on the key only.
  Digits shuffled(RandomKey key) {
    return take(key.permutation(size()));
  }

  /// The first `fraction` to learn from, the rest to be judged by.
  Split split(double fraction) {
    int cut = (int) (size() * fraction);
    return new Split(rows(0, cut), rows(cut, size()));
  }

  /// Batch number `k` of `batch` rows; starts again after the last whole batch.
  Digits batch(int k, int batch) {
    int start = k % (size() / batch) * batch;
    return rows(start, start + batch);
  }
}
