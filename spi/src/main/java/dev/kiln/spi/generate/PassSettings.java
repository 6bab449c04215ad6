package dev.kiln.spi.generate;

import dev.kiln.spi.ValueType;

/**
 * What a later pass of a generation does otherwise than its request says. An empty text and a 0
 * mean: as the request.
 *
 * @param prompt with tags, which plugins take as those of a request
 * @param sampler its name, with or without its schedule
 * @param scheduler name of the schedule
 * @param model name, title or path of another model
 */
@ValueType
public record PassSettings(
    String prompt,
    String negativePrompt,
    String sampler,
    String scheduler,
    int steps,
    double cfgScale,
    String model) {
  /** All as the request says. */
  public static final PassSettings SAME = new PassSettings("", "", "", "", 0, 0, "");
}
