package dev.kiln.plugin.hiresfix;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.hook.InfotextReader;
import dev.kiln.spi.index.Offers;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.pf4j.Extension;

/** Reads a second pass back from {@link HiresText}, or from webUI's infotext. */
@Extension
@Singleton
@Offers({
  HiresText.STRENGTH,
  HiresText.SCALE,
  HiresText.WIDTH,
  HiresText.HEIGHT,
  HiresText.STEPS,
  HiresText.UPSCALER,
  HiresText.SAMPLER,
  HiresText.SCHEDULER,
  HiresText.CFG,
  HiresText.PROMPT,
  HiresText.NEGATIVE,
  HiresText.MODEL
})
public final class HiresKeys implements InfotextReader {
  @Inject
  HiresKeys() {}

  /**
   * @throws BadRequest when a number is none
   */
  @Override
  public Map<String, Object> options(Map<String, String> values, Consumer<String> warn) {
    // Any picture that was drawn of another one has a denoising strength too.
    if (values.keySet().stream().noneMatch(key -> key.startsWith("Hires "))) {
      return Map.of();
    }
    Map<String, Object> options = new LinkedHashMap<>(Map.of("enabled", true));
    values.forEach((key, text) -> put(options, key, text.strip()));
    return options;
  }

  private static void put(Map<String, Object> options, String key, String text) {
    switch (key) {
      case HiresText.STRENGTH -> options.put("strength", number(key, text));
      case HiresText.SCALE -> options.put("scale", number(key, text));
      case HiresText.WIDTH -> options.put("width", (int) number(key, text));
      case HiresText.HEIGHT -> options.put("height", (int) number(key, text));
      case HiresText.STEPS -> options.put("steps", (int) number(key, text));
      case HiresText.UPSCALER -> options.put("upscaler", text);
      case HiresText.SAMPLER -> options.put("sampler", text);
      case HiresText.SCHEDULER -> options.put("scheduler", text);
      case HiresText.CFG -> options.put("cfgScale", number(key, text));
      case HiresText.PROMPT -> options.put("prompt", text);
      case HiresText.NEGATIVE -> options.put("negativePrompt", text);
      case HiresText.MODEL -> options.put("model", text);
      default -> {}
    }
  }

  private static double number(String key, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new BadRequest("hires-fix: %s is \"%s\", no number".formatted(key, text), e);
    }
  }
}
