package org.cotangent.examples.digits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PictureTest {
  /// Read by the JDK's own decoder, which checks the sums too.
  @Test
  void everyPixelComesBack() throws IOException {
    var ink = new double[64];
    for (int i = 0; i < ink.length; i++) {
      ink[i] = i / 63.0;
    }
    var image = ImageIO.read(new ByteArrayInputStream(Picture.png(ink)));
    assertEquals(8, image.getWidth());
    assertEquals(8, image.getHeight());
    for (int i = 0; i < ink.length; i++) {
      int grey = image.getRaster().getSample(i % 8, i / 8, 0);
      assertEquals(Math.round(255 * (1 - ink[i])), grey, "pixel " + i);
    }
  }
}
