package dev.kiln.plugin.controlnet.preprocess;

import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
  private static final double[] ZEROS = {0, 0, 0};
  private static final double[] ONES = {1, 1, 1};

  /** Without a file. */
  static final SegmenterConfig NONE =
      new SegmenterConfig(scaled(ZEROS), scaled(ONES), 0, new int[2]);

  /**
   * @throws BadRequest when the file cannot be read
   */
  static SegmenterConfig beside(Path network) {
    String name = network.getFileName().toString().replaceFirst("\\.[^.]*$", "");
    Path own = network.resolveSibling(name + ".json");
    Path shared = network.resolveSibling("preprocessor_config.json");
    Path file = name.equals("model") ? shared : own;
    if (!Files.isRegularFile(file)) {
      return NONE;
    }
    try {
      return of(Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new BadRequest(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** The few fields that matter, each of which stands once in such a file. */
  static SegmenterConfig of(String json) {
    boolean normalize = !json.matches("(?s).*\"do_normalize\"\\s*:\\s*false.*");
    Matcher object = Pattern.compile("\"size\"\\s*:\\s*\\{([^}]*)}").matcher(json);
    String size = object.find() ? object.group(1) : "";
    // Older files have one number for both sides.
    int both = number(json, "size");
    return new SegmenterConfig(
        scaled(normalize ? three(json, "image_mean").orElse(ZEROS) : ZEROS),
        scaled(normalize ? three(json, "image_std").orElse(ONES) : ONES),
        number(size, "shortest_edge"),
        new int[] {Math.max(both, number(size, "width")), Math.max(both, number(size, "height"))});
  }

  private static Optional<double[]> three(String json, String field) {
    String number = "\\s*([-0-9.eE]+)\\s*";
    Matcher found =
        Pattern.compile("\"%s\"\\s*:\\s*\\[%s,%s,%s]".formatted(field, number, number, number))
            .matcher(json);
    return found.find()
        ? Optional.of(
            new double[] {
              Double.parseDouble(found.group(1)),
              Double.parseDouble(found.group(2)),
              Double.parseDouble(found.group(3))
            })
        : Optional.empty();
  }

  private static int number(String json, String field) {
    Matcher found = Pattern.compile("\"" + field + "\"\\s*:\\s*(\\d{1,5})\\b").matcher(json);
    return found.find() ? Integer.parseInt(found.group(1)) : 0;
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
