package dev.kiln.plugin.fast.benchmark;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One picture.
 *
 * @param loopSeconds of the sampling loop
 * @param requestSeconds from the request to the picture, process and networks ready
 * @param rows that the network was run on: one for the prompt and one for the negative prompt, in
 *     each evaluation
 * @param squaredError against the untouched picture of the seed
 * @param ssim with that picture; NaN for another size
 * @param agreement with the prompt, of 1; NaN where it was not judged
 */
record Shot(
    long seed,
    double loopSeconds,
    double requestSeconds,
    int rows,
    double squaredError,
    double ssim,
    double agreement) {
  Shot judged(Likeness likeness, double agreed) {
    return new Shot(
        seed, loopSeconds, requestSeconds, rows, likeness.squaredError(), likeness.ssim(), agreed);
  }

  Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("seed", seed);
    values.put("loopSeconds", loopSeconds);
    values.put("requestSeconds", requestSeconds);
    values.put("rows", rows);
    values.put("squaredError", squaredError);
    values.put("ssim", ssim);
    values.put("agreement", agreement);
    return values;
  }

  static Shot read(Map<?, ?> json) {
    return new Shot(
        ((Number) json.get("seed")).longValue(),
        number(json.get("loopSeconds")),
        number(json.get("requestSeconds")),
        ((Number) json.get("rows")).intValue(),
        number(json.get("squaredError")),
        number(json.get("ssim")),
        number(json.get("agreement")));
  }

  /** JSON has null for what is not a number. */
  private static double number(@Nullable Object json) {
    return json instanceof Number number ? number.doubleValue() : Double.NaN;
  }
}
