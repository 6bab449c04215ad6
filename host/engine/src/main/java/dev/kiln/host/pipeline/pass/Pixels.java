package dev.kiln.host.pipeline.pass;

import dev.kiln.spi.tensor.Tensor;

/** A decoded picture as bytes. */
public final class Pixels {
  private final Tensor picture;

  /**
   * @param picture [3, height, width], about 0..1
   */
  Pixels(Tensor picture) {
    this.picture = picture;
  }

  public int width() {
    return picture.dim(2);
  }

  public int height() {
    return picture.dim(1);
  }

  /** Interleaved RGB, rows from the top. */
  public byte[] rgb() {
    int plane = width() * height();
    byte[] bytes = new byte[3 * plane];
    float[] data = picture.data();
    for (int i = 0; i < plane; i++) {
      for (int channel = 0; channel < 3; channel++) {
        float unit = Math.min(1, Math.max(0, data[channel * plane + i]));
        bytes[3 * i + channel] = (byte) Math.round(255 * unit);
      }
    }
    return bytes;
  }
}
