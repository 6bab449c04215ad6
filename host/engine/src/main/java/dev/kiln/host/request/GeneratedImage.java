package dev.kiln.host.request;

import dev.kiln.spi.generate.Prompt.Written;
import dev.kiln.spi.tensor.Picture;

/**
 * One finished picture.
 *
 * @param rgb width x height x 3 bytes, row by row
 * @param written its prompt and its negative prompt
 * @param infotext webUI's {@code parameters} text
 */
public record GeneratedImage(
    int width, int height, byte[] rgb, long seed, long subseed, Written written, String infotext) {
  public Picture picture() {
    Picture picture = Picture.black(width, height);
    for (int i = 0; i < width * height; i++) {
      System.arraycopy(rgb, 3 * i, picture.rgba(), 4 * i, 3);
    }
    return picture;
  }
}
