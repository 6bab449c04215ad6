package dev.kiln.host.pipeline.pass;

import dev.kiln.spi.tensor.Tensor;
import java.util.List;

/**
 * What a pass begins with.
 *
 * @param latents [images, channels, height/8, width/8], with the noise of the first level; the
 *     result is written here too
 * @param behind what the UNet's input has behind the latents of each image
 * @param blend keeps what is not to be drawn
 * @param imageCfg the guidance scale of the picture that the UNet edits; 1 for none
 */
public record Beginning(Tensor latents, List<Tensor> behind, MaskBlend blend, double imageCfg) {
  /** For a UNet that edits no picture. */
  public Beginning(Tensor latents, List<Tensor> behind, MaskBlend blend) {
    this(latents, behind, blend, 1);
  }

  /** Whether there are rows that do not see the picture. */
  boolean blind() {
    return imageCfg != 1;
  }
}
