package dev.kiln.plugin.livepreview;

import dev.kiln.spi.generate.Vae;
import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Pictures that a decoder for previews makes of the images of a batch. */
final class DecodedImages {
  private DecodedImages() {}

  /**
   * All of them side by side.
   *
   * @param latents [images, channels, height, width]
   * @return [3, height, images * width] in 0..1; empty where there is no such decoder
   */
  static Optional<Tensor> of(Vae vae, Tensor latents) {
    List<Tensor> pictures = new ArrayList<>();
    int size = latents.rowSize();
    int[] shape = Arrays.copyOfRange(latents.shape(), 1, latents.rank());
    for (int i = 0; i < latents.dim(0); i++) {
      float[] one = Arrays.copyOfRange(latents.data(), i * size, (i + 1) * size);
      Optional<Tensor> picture = vae.preview(Tensor.of(one, shape));
      if (picture.isEmpty()) {
        return Optional.empty();
      }
      pictures.add(picture.get());
    }
    return Optional.of(beside(pictures));
  }

  private static Tensor beside(List<Tensor> pictures) {
    int height = pictures.get(0).dim(1);
    int width = pictures.get(0).dim(2);
    Tensor all = Tensor.zeros(3, height, pictures.size() * width);
    for (int line = 0; line < 3 * height; line++) {
      for (int i = 0; i < pictures.size(); i++) {
        for (int x = 0; x < width; x++) {
          float value = pictures.get(i).data()[line * width + x];
          all.data()[(line * pictures.size() + i) * width + x] = Math.max(0, Math.min(1, value));
        }
      }
    }
    return all;
  }
}
