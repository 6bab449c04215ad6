package dev.kiln.host.pipeline.pass;

import dev.kiln.host.pipeline.hook.NotFinite;
import dev.kiln.spi.tensor.Tensor;

/** A decoded picture as bytes. */
public final class Pixels {
  private final Tensor picture;

  /**
   * @param picture [3, height, width], about -1..1
   * @throws NotFinite when the model gave no numbers
   */
  Pixels(Tensor picture) {
    this.picture = picture;
    for (float value : picture.data()) {
      if (Float.isNaN(value)) {
        throw new NotFinite(
            "the model gave NaN instead of a picture; its weights may be damaged, or made for half"
                + " precision and overflow: try another model, sampler or a lower cfg scale");
      }
    }
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
        float unit = Math.min(1, Math.max(0, (data[channel * plane + i] + 1) / 2));
        bytes[3 * i + channel] = (byte) Math.round(255 * unit);
      }
    }
    return bytes;
  }
}
