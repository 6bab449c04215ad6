package dev.kiln.plugin.systeminfo.levels;

import dev.kiln.spi.BadRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the extension asks for; sampler and scale are the host's defaults there too.
 *
 * @param width of a picture in pixels
 * @param height of a picture in pixels
 * @param model empty for the default model
 */
record BenchmarkRequest(int width, int height, String model, int steps) {
  private static final String PROMPT =
      "postapocalyptic steampunk city, exploration, cinematic, realistic, hyper detailed,"
          + " photorealistic maximum detail, volumetric light, (((focus))), wide-angle,"
          + " (((brightly lit))), (((vegetation))), lightning, vines, destruction, devastation,"
          + " wartorn, ruins";
  private static final String NEGATIVE_PROMPT =
      "(((blurry))), ((foggy)), (((dark))), ((monochrome)), sun, (((depth of field)))";
  private static final Pattern SIZE = Pattern.compile("(\\d{1,5})[xX](\\d{1,5})");
  private static final int LEAST_PIXELS = 65536;

  static BenchmarkRequest of(String size, String model, int steps) {
    Matcher found = SIZE.matcher(size.strip());
    if (!found.matches()) {
      throw new BadRequest(
          "the size is \"" + size + "\"; it must be WIDTHxHEIGHT in pixels, as in 512x512");
    }
    int width = Integer.parseInt(found.group(1));
    int height = Integer.parseInt(found.group(2));
    if ((long) width * height < LEAST_PIXELS) {
      throw new BadRequest(
          "the size is %dx%d; a benchmark's pictures have at least %d pixels, as 256x256"
              .formatted(width, height, LEAST_PIXELS));
    }
    return new BenchmarkRequest(width, height, model, steps);
  }

  /** For one batch. */
  Map<String, Object> fields(int batch, int countedSteps) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("prompt", PROMPT);
    fields.put("negative_prompt", NEGATIVE_PROMPT);
    fields.put("model", model);
    fields.put("width", width);
    fields.put("height", height);
    fields.put("steps", countedSteps);
    fields.put("batch_size", batch);
    return fields;
  }

  /** Of one picture, as the extension counts them. */
  double megapixels() {
    return (double) width * height / (1 << 20);
  }
}
