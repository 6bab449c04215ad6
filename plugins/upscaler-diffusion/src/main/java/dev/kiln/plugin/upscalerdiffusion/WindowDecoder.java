package dev.kiln.plugin.upscalerdiffusion;

import dev.kiln.plugin.upscalerdiffusion.Windows.Window;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.DiffusionModel;
import dev.kiln.spi.host.NetworkRun;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;
import java.nio.file.Path;
import java.util.Map;

/** The VAE's decoder over a picture's latents, window by window. For one thread. */
final class WindowDecoder implements AutoCloseable {
  /** Pixels of a side for one of the latents: the VAE has two levels less one than others. */
  static final int SCALE = 4;

  private static final double PUBLISHED = 0.08333;

  private final Path path;
  private final NetworkRun decoder;
  private final float factor;

  WindowDecoder(DiffusionModel model) {
    this.path = model.path();
    this.factor =
        (float)
            (model.config("vae").get("scaling_factor") instanceof Number number
                ? number.doubleValue()
                : PUBLISHED);
    this.decoder = model.decoder();
  }

  /**
   * @param latents [4, height, width]
   * @param large what they are decoded into, where they reach beyond it up to its borders
   */
  void decode(Tensor latents, Picture large, X4Settings settings, Progress progress) {
    Windows rows = settings.windows(latents.dim(1));
    Windows columns = settings.windows(latents.dim(2));
    Tensor window = Tensor.zeros(1, latents.dim(0), rows.length(), columns.length());
    for (Window row : rows.all()) {
      for (Window column : columns.all()) {
        cut(latents, row, column, window);
        blend(decoded(window), row, column, large);
        progress.windowDone();
      }
    }
  }

  private void cut(Tensor latents, Window row, Window column, Tensor window) {
    int height = window.dim(2);
    int width = window.dim(3);
    for (int i = 0; i < window.size(); i++) {
      int y = i / width % height + row.start();
      int x = i % width + column.start();
      int plane = i / (width * height) * latents.dim(1);
      window.data()[i] = latents.data()[(plane + y) * latents.dim(2) + x] / factor;
    }
  }

  /**
   * Decode one window.
   *
   * @param window [1, 4, height, width], divided by the scaling factor
   * @return [1, 3, 4·height, 4·width], about -1..1
   * @throws BadRequest when the VAE is another model's
   */
  Tensor decoded(Tensor window) {
    Tensor made = decoder.run(Map.of(decoder.inputs().get(0).name(), window)).get(0);
    boolean fits =
        made.rank() == 4
            && made.dim(1) == 3
            && made.dim(2) == SCALE * window.dim(2)
            && made.dim(3) == SCALE * window.dim(3);
    if (!fits) {
      throw new BadRequest(
          "%s is no x4 upscaler: its VAE makes %s of %s, expected a picture four times as large; choose another model"
              .formatted(path, made, window));
    }
    return made;
  }

  private static void blend(Tensor made, Window row, Window column, Picture large) {
    int width = made.dim(3);
    int plane = made.dim(2) * width;
    int left = SCALE * column.start();
    int top = SCALE * row.start();
    for (int i = 0; i < plane; i++) {
      int x = left + i % width;
      int y = top + i / width;
      if (x < large.width() && y < large.height()) {
        float share = row.share(i / width, SCALE) * column.share(i % width, SCALE);
        large.set(
            x,
            y,
            mixed(large.at(x, y, 0), made.data()[i], share),
            mixed(large.at(x, y, 1), made.data()[plane + i], share),
            mixed(large.at(x, y, 2), made.data()[2 * plane + i], share));
      }
    }
  }

  /** A color of 0..255 with a share of another one of -1..1. */
  private static int mixed(int before, float color, float share) {
    float after = 255 * Math.max(0, Math.min(1, color / 2 + 0.5f));
    return Math.round(before + share * (after - before));
  }

  @Override
  public void close() {
    decoder.close();
  }
}
