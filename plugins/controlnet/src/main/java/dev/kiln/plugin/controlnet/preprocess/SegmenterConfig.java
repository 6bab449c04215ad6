package dev.kiln.plugin.controlnet.preprocess;

import dev.kiln.spi.host.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a segmenter wants its pictures, as transformers writes it beside a network: {@code
 * preprocessor_config.json} in the folder of a {@code model.onnx}, or {@code NAME.json} beside
 * {@code NAME.onnx}. A network without such a file gets 0..1 at the size of the map.
 *
 * @param mean of red, green and blue, 0..255
 * @param deviation of them
 * @param shortest pixels of the short side; 0 where the file says width and height, or nothing
 * @param wanted width and height in pixels; 0 where the file does not say them
 */
record SegmenterConfig(double[] mean, double[] deviation, int shortest, int[] wanted) {
  private static final double FULL = 255;
  private static final int LARGEST = 99_999;
  private static final double[] ZEROS = {0, 0, 0};
  private static final double[] ONES = {1, 1, 1};

  /** Without a file. */
  static final SegmenterConfig NONE =
      new SegmenterConfig(scaled(ZEROS), scaled(ONES), 0, new int[2]);

  /**
   * @throws dev.kiln.spi.BadRequest when the file is damaged
   */
  static SegmenterConfig beside(Path network, Json json) {
    String name = network.getFileName().toString().replaceFirst("\\.[^.]*$", "");
    Path own = network.resolveSibling(name + ".json");
    Path shared = network.resolveSibling("preprocessor_config.json");
    Path file = name.equals("model") ? shared : own;
    return Files.isRegularFile(file) ? of(json.object(file)) : NONE;
  }

  /** The few fields that matter. */
  static SegmenterConfig of(Map<String, ?> fields) {
    boolean normalize = !Boolean.FALSE.equals(fields.get("do_normalize"));
    Object size = fields.get("size");
    Map<?, ?> sides = size instanceof Map<?, ?> map ? map : Map.of();
    // Older files have one number for both sides.
    int both = pixels(size);
    return new SegmenterConfig(
        scaled(normalize ? three(fields.get("image_mean"), ZEROS) : ZEROS),
        scaled(normalize ? three(fields.get("image_std"), ONES) : ONES),
        pixels(sides.get("shortest_edge")),
        new int[] {
          Math.max(both, pixels(sides.get("width"))), Math.max(both, pixels(sides.get("height")))
        });
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

  private static double[] scaled(double[] shares) {
    return new double[] {shares[0] * FULL, shares[1] * FULL, shares[2] * FULL};
  }

  /** The width at which the network looks at a picture. */
  int width(int width, int height) {
    return wanted[0] > 0 ? wanted[0] : shortened(width, Math.min(width, height));
  }

  /** The height at which the network looks at a picture. */
  int height(int width, int height) {
    return wanted[1] > 0 ? wanted[1] : shortened(height, Math.min(width, height));
  }

  private int shortened(int side, int shortSide) {
    return shortest == 0 ? side : (int) Math.rint((double) side * shortest / shortSide);
  }
}
