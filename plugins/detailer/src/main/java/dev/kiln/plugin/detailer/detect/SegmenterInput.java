package dev.kiln.plugin.detailer.detect;

import dev.kiln.spi.host.Json;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a segmenter wants its pictures, as transformers writes it in a file: {@code NAME.json} beside
 * {@code NAME.onnx}, or {@code preprocessor_config.json} beside {@code model.onnx}. Without one it
 * gets 0..1 at the picture's own size.
 *
 * @param mean of red, green and blue, 0..1
 * @param deviation of them
 * @param shortest pixels of the short side; 0 for the picture's
 * @param width in pixels; 0 where the short side decides
 * @param height in pixels; 0 where the short side decides
 */
record SegmenterInput(double[] mean, double[] deviation, int shortest, int width, int height) {
  /** Networks halve their pictures up to five times. */
  private static final int MULTIPLE = 32;

  private static final int LARGEST = 8192;
  private static final double[] ZEROS = {0, 0, 0};
  private static final double[] ONES = {1, 1, 1};

  /**
   * @throws dev.kiln.spi.BadRequest when the file is damaged
   */
  static SegmenterInput beside(Path network, Json json) {
    String name = network.getFileName().toString().replaceFirst("\\.[^.]*$", "");
    String config = name.equals("model") ? "preprocessor_config" : name;
    Path file = network.resolveSibling(config + ".json");
    return of(Files.isRegularFile(file) ? json.object(file) : Map.of());
  }

  static SegmenterInput of(Map<String, ?> fields) {
    boolean normalized = !Boolean.FALSE.equals(fields.get("do_normalize"));
    Object size = fields.get("size");
    Map<?, ?> sides = size instanceof Map<?, ?> map ? map : Map.of();
    // Older files have one number for both sides.
    int both = pixels(size);
    return new SegmenterInput(
        normalized ? three(fields.get("image_mean"), ZEROS) : ZEROS,
        normalized ? three(fields.get("image_std"), ONES) : ONES,
        pixels(sides.get("shortest_edge")),
        Math.max(both, pixels(sides.get("width"))),
        Math.max(both, pixels(sides.get("height"))));
  }

  private static double[] three(@Nullable Object value, double[] otherwise) {
    return value instanceof List<?> list
            && list.size() == 3
            && list.stream().allMatch(Number.class::isInstance)
        ? list.stream().mapToDouble(number -> ((Number) number).doubleValue()).toArray()
        : otherwise;
  }

  private static int pixels(@Nullable Object value) {
    return value instanceof Integer side && side > 0 && side <= LARGEST ? side : 0;
  }

  /**
   * The picture as the network takes it: [1, 3, height, width].
   *
   * @param fixedWidth that the network demands; 0 where any is taken
   * @param fixedHeight that the network demands; 0 where any is taken
   */
  Tensor tensor(Picture picture, int fixedWidth, int fixedHeight) {
    int shortSide = Math.min(picture.width(), picture.height());
    double scale = shortest > 0 ? (double) shortest / shortSide : 1;
    int across = side(fixedWidth, width, picture.width() * scale);
    int down = side(fixedHeight, height, picture.height() * scale);
    Tensor tensor = Tensor.zeros(1, 3, down, across);
    for (int channel = 0; channel < 3; channel++) {
      float[] values = Plane.of(picture, channel).smooth(across, down).values();
      for (int i = 0; i < values.length; i++) {
        tensor.data()[channel * values.length + i] =
            (float) ((values[i] / 255 - mean[channel]) / deviation[channel]);
      }
    }
    return tensor;
  }

  private static int side(int fixed, int wanted, double scaled) {
    double best = wanted > 0 ? wanted : Math.min(LARGEST, scaled);
    return fixed > 0
        ? fixed
        : Math.max(MULTIPLE, ((int) Math.rint(best) + MULTIPLE / 2) / MULTIPLE * MULTIPLE);
  }
}
