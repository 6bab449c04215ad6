package dev.kiln.plugin.hiresfix;

import dev.kiln.spi.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** webUI's ways to enlarge latents: those of PyTorch's {@code interpolate}. */
enum LatentUpscale {
  BILINEAR("Latent"),
  BILINEAR_ANTIALIASED("Latent (antialiased)"),
  BICUBIC("Latent (bicubic)"),
  BICUBIC_ANTIALIASED("Latent (bicubic antialiased)"),
  NEAREST("Latent (nearest)"),
  NEAREST_EXACT("Latent (nearest-exact)");

  private final String label;

  LatentUpscale(String label) {
    this.label = label;
  }

  static Optional<LatentUpscale> named(String name) {
    return Stream.of(values()).filter(it -> it.label.equalsIgnoreCase(name.strip())).findFirst();
  }

  static List<String> names() {
    return Stream.of(values()).map(it -> it.label).toList();
  }

  String label() {
    return label;
  }

  /**
   * @param latents [images, channels, any height, any width]
   */
  Tensor resize(Tensor latents, int height, int width) {
    int planes = latents.dim(0) * latents.dim(1);
    int rows = latents.dim(2);
    int columns = latents.dim(3);
    Tensor resized = Tensor.zeros(latents.dim(0), latents.dim(1), height, width);
    LatentAxis across = LatentAxis.of(this, columns, width);
    LatentAxis down = LatentAxis.of(this, rows, height);
    float[] wide = new float[rows * width];
    for (int plane = 0; plane < planes; plane++) {
      for (int row = 0; row < rows; row++) {
        across.apply(latents.data(), (plane * rows + row) * columns, 1, wide, row * width, 1);
      }
      for (int column = 0; column < width; column++) {
        down.apply(wide, column, width, resized.data(), plane * height * width + column, width);
      }
    }
    return resized;
  }
}
