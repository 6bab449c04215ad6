package dev.kiln.host.pipeline.pass;

import dev.kiln.host.pipeline.hook.NotFinite;
import dev.kiln.spi.tensor.Picture;
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

  public Picture picture() {
    Tensor unit = picture.copy();
    for (int i = 0; i < unit.size(); i++) {
      unit.data()[i] = (unit.data()[i] + 1) / 2;
    }
    return Picture.of(unit);
  }
}
