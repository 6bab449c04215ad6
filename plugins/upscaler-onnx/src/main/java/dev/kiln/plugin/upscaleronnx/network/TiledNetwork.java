package dev.kiln.plugin.upscaleronnx.network;

import dev.kiln.plugin.upscaleronnx.network.Tiles.Tile;
import dev.kiln.plugin.upscaleronnx.network.UpscalerNetworks.Opened;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.NetworkRun.Port;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;
import dev.kiln.spi.upscale.UpscaleWatcher;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Runs a network [1, 3, height, width] to [1, 3, n·height, n·width] of colors in 0..1 over a
 * picture, tile by tile, so that memory is needed for one tile and the two pictures. All tiles are
 * of one size, which the runtime lays out once. For one thread.
 */
public final class TiledNetwork implements AutoCloseable {
  /** Of a picture on the way to one that is smaller: half a gigabyte. */
  private static final long MOST_PIXELS = 128_000_000;

  private final Opened network;
  private final Port input;
  private final int tile;
  private final int overlap;
  private final UpscaleWatcher watcher;
  private int done;
  private int total;

  TiledNetwork(Opened network, int tile, int overlap, UpscaleWatcher watcher) {
    this.network = network;
    this.tile = tile;
    this.overlap = overlap;
    this.watcher = watcher;
    try {
      this.input = picturePort();
    } catch (BadRequest e) {
      network.run().close();
      throw e;
    }
  }

  private Port picturePort() {
    List<Port> inputs = network.run().inputs();
    if (inputs.size() != 1 || inputs.get(0).shape().size() != 4) {
      throw noUpscaler("it takes " + inputs);
    }
    long channels = inputs.get(0).shape().get(1);
    if (channels >= 0 && channels != 3) {
      throw noUpscaler("it takes pictures of " + channels + " channels");
    }
    return inputs.get(0);
  }

  private BadRequest noUpscaler(String found) {
    return new BadRequest(
        "%s is no upscaler: %s, expected a picture [1, 3, height, width] that becomes [1, 3, n·height, n·width]; choose another file"
            .formatted(network.file(), found));
  }

  /**
   * The picture, opaque, as many times larger as the network makes it.
   *
   * @throws BadRequest when the network is no upscaler, or the result too large
   */
  public Picture enlarge(Picture picture) {
    int height = side(2, picture.height());
    int width = side(3, picture.width());
    Tiles rows = Tiles.of(picture.height(), height, overlap);
    Tiles columns = Tiles.of(picture.width(), width, overlap);
    total += rows.all().size() * columns.all().size();
    Tensor window = Tensor.zeros(1, 3, height, width);
    Picture large = null;
    for (Tile row : rows.all()) {
      for (Tile column : columns.all()) {
        cut(picture, column.start(), row.start(), window);
        Tensor made = run(window);
        int scale = scale(made, window);
        large = large == null ? canvas(picture, scale) : large;
        paste(made, column, row, scale, large);
        done++;
        watcher.progress(done, total);
      }
    }
    return Objects.requireNonNull(large);
  }

  /** Of a tile: what the network demands, else what was asked for, but no more than there is. */
  private int side(int axis, int length) {
    long fixed = input.shape().get(axis);
    int wanted = tile == 0 ? length : Math.min(tile, length);
    int multiple = network.multiple();
    return fixed > 0 ? (int) fixed : (wanted + multiple - 1) / multiple * multiple;
  }

  /** A tile of the picture; beyond its borders the pixels at the border go on. */
  private static void cut(Picture picture, int left, int top, Tensor window) {
    int width = window.dim(3);
    int plane = window.dim(2) * width;
    for (int i = 0; i < plane; i++) {
      int x = Math.min(left + i % width, picture.width() - 1);
      int y = Math.min(top + i / width, picture.height() - 1);
      for (int channel = 0; channel < 3; channel++) {
        window.data()[channel * plane + i] = picture.at(x, y, channel) / 255f;
      }
    }
  }

  private Tensor run(Tensor window) {
    try {
      return network.run().run(Map.of(input.name(), window)).get(0);
    } catch (IllegalStateException e) {
      throw new BadRequest(
          "%s failed at a tile of %dx%d pixels, so it may be no upscaler: %s; choose another file"
              .formatted(network.file(), window.dim(3), window.dim(2), e.getMessage()),
          e);
    }
  }

  private int scale(Tensor made, Tensor window) {
    int scale = made.rank() == 4 ? made.dim(2) / window.dim(2) : 0;
    boolean fits =
        scale > 0
            && made.dim(0) == 1
            && made.dim(1) == 3
            && made.dim(2) == scale * window.dim(2)
            && made.dim(3) == scale * window.dim(3);
    if (!fits) {
      throw noUpscaler("it makes " + made + " of " + window);
    }
    return scale;
  }

  private Picture canvas(Picture picture, int scale) {
    long width = (long) scale * picture.width();
    long height = (long) scale * picture.height();
    if (width * height > MOST_PIXELS) {
      throw new BadRequest(
          "%s makes %dx%d pixels of %dx%d, and at most %d million are held; take a smaller picture, or Lanczos"
              .formatted(
                  network.file().getFileName(),
                  width,
                  height,
                  picture.width(),
                  picture.height(),
                  MOST_PIXELS / 1_000_000));
    }
    return Picture.black((int) width, (int) height);
  }

  private static void paste(Tensor made, Tile column, Tile row, int scale, Picture large) {
    int width = made.dim(3);
    int plane = made.dim(2) * width;
    for (int y = scale * row.from(); y < scale * row.to(); y++) {
      int line = (y - scale * row.start()) * width - scale * column.start();
      for (int x = scale * column.from(); x < scale * column.to(); x++) {
        int at = line + x;
        large.set(
            x,
            y,
            eight(made.data()[at]),
            eight(made.data()[plane + at]),
            eight(made.data()[2 * plane + at]));
      }
    }
  }

  private static int eight(float color) {
    return Math.round(255 * Math.max(0, Math.min(1, color)));
  }

  @Override
  public void close() {
    network.run().close();
  }
}
