package dev.kiln.host.pipeline.start;

import dev.kiln.host.image.PictureFile;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.ImageFields;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * What a drawing is given to begin with, decoded: pictures, latents, or nothing but noise.
 *
 * @param pictures one for all, one for each, or none
 * @param mask white where they are drawn anew, of any size
 * @param latents [images, channels, height/8, width/8] in place of pictures
 */
public record Given(List<Picture> pictures, Optional<Picture> mask, Optional<Tensor> latents) {
  /**
   * What a request brings.
   *
   * @throws dev.kiln.spi.BadRequest when a file is no picture that Kiln reads
   */
  public static Given of(GenerationRequest request) {
    return new Given(
        request.get(ImageFields.INIT_IMAGES).stream().map(PictureFile::decoded).toList(),
        request.get(ImageFields.MASK).map(PictureFile::decoded),
        Optional.empty());
  }

  public static Given picture(Picture picture, Optional<Picture> mask) {
    return new Given(List.of(picture), mask, Optional.empty());
  }

  public static Given latents(Tensor latents) {
    return new Given(List.of(), Optional.empty(), Optional.of(latents));
  }

  /** Whether it begins with noise alone. */
  public boolean nothing() {
    return pictures.isEmpty() && latents.isEmpty();
  }
}
