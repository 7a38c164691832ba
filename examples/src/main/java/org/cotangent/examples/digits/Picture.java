package org.cotangent.examples.digits;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Small grey pictures as PNG in a `data:` URI, dark ink on white.
final class Picture {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int SIDE = 8;

  private Picture() {}

  /// An 8x8 image of ink in `[0, 1]`, row by row.
  static String dataUri(double[] ink) {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png(ink));
  }

  static byte[] png(double[] ink) {
    var rows = ByteBuffer.allocate(SIDE * (SIDE + 1));
    for (int row = 0; row < SIDE; row++) {
      rows.put((byte) 0); // this row is not filtered
      for (int column = 0; column < SIDE; column++) {
        double white = 1 - Math.clamp(ink[row * SIDE + column], 0.0, 1.0);
        rows.put((byte) Math.round(255 * white));
      }
    }
    var header = ByteBuffer.allocate(13).putInt(SIDE).putInt(SIDE);
    header.put((byte) 8).put((byte) 0); // 8 bits a pixel, grey; no interlacing
    var png = new ByteArrayOutputStream();
    png.writeBytes(SIGNATURE);
    png.writeBytes(chunk("IHDR", header.array()));
    png.writeBytes(chunk("IDAT", deflate(rows.array())));
    png.writeBytes(chunk("IEND", new byte[0]));
    return png.toByteArray();
  }

  private static byte[] chunk(String type, byte[] data) {
    var name = type.getBytes(StandardCharsets.US_ASCII);
    var sum = new CRC32();
    sum.update(name);
    sum.update(data);
    return ByteBuffer.allocate(12 + data.length)
        .putInt(data.length)
        .put(name)
        .put(data)
        .putInt((int) sum.getValue())
        .array();
  }

  private static byte[] deflate(byte[] data) {
    try (var deflater = new Deflater(Deflater.BEST_COMPRESSION)) {
      deflater.setInput(data);
      deflater.finish();
      var buffer = new byte[data.length + 64];
      int length = deflater.deflate(buffer);
      return Arrays.copyOf(buffer, length);
    }
  }
}
