package dev.kiln.plugin.controlnet.preprocess;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.NetworkRun;
import dev.kiln.spi.host.NetworkRun.Port;
import dev.kiln.spi.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * Says which of ADE20K's classes each pixel belongs to, by any network that gives logits [1, 150,
 * height, width] of whatever size for a picture [1, 3, height, width].
 */
final class Segmenter {
  /** Networks halve their pictures up to five times. */
  private static final int MULTIPLE = 32;

  private final NetworkRun network;
  private final SegmenterConfig config;

  Segmenter(NetworkRun network, SegmenterConfig config) {
    this.network = network;
    this.config = config;
  }

  /** The class of each pixel, row by row. */
  int[] classes(ScaledPicture picture) {
    Port input = network.inputs().get(0);
    List<Plane> colors = picture.unpadded();
    int height = side(input, 2, config.height(picture.width(), picture.height()));
    int width = side(input, 3, config.width(picture.width(), picture.height()));
    Interpolation resampling =
        width < picture.width() && height < picture.height()
            ? Interpolation.AREA
            : Interpolation.CUBIC;
    Colors seen =
        new Colors(colors.stream().map(it -> resampling.resize(it, width, height)).toList());
    Tensor logits =
        network.run(Map.of(input.name(), seen.tensor(config.mean(), config.deviation()))).get(0);
    if (logits.rank() != 4 || logits.dim(1) != AdePalette.CLASSES) {
      throw new BadRequest(
          "the segmenter gives %s, expected logits [1, 150, height, width] of ADE20K's classes"
              .formatted(logits));
    }
    return likeliest(logits, picture.width(), picture.height());
  }

  /** What the network demands, else what is best, as a multiple of 32. */
  private static int side(Port input, int axis, int best) {
    long fixed = input.shape().size() == 4 ? input.shape().get(axis) : -1;
    int multiple = Math.max(MULTIPLE, (best + MULTIPLE / 2) / MULTIPLE * MULTIPLE);
    return fixed > 0 ? (int) fixed : multiple;
  }

  /** Between logits, not between classes: borders become smooth. */
  private static int[] likeliest(Tensor logits, int width, int height) {
    int[] classes = new int[width * height];
    float[] highest = new float[width * height];
    int size = logits.dim(2) * logits.dim(3);
    for (int number = 0; number < AdePalette.CLASSES; number++) {
      Plane plane = new Plane(logits.dim(3), logits.dim(2));
      System.arraycopy(logits.data(), number * size, plane.values(), 0, size);
      float[] values = Interpolation.LINEAR.resize(plane, width, height).values();
      for (int i = 0; i < values.length; i++) {
        if (number == 0 || values[i] > highest[i]) {
          highest[i] = values[i];
          classes[i] = number;
        }
      }
    }
    return classes;
  }
}
