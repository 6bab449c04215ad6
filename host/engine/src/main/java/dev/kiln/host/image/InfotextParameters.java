package dev.kiln.host.image;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An infotext's values by key as webUI gives them to its interfaces. */
public final class InfotextParameters {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})x(\\d{1,9})");

  private InfotextParameters() {}

  /** The pairs; a size WxH under two keys, of which one ends in -1 and the other in -2. */
  public static Map<String, String> split(Infotext infotext) {
    Map<String, String> split = new LinkedHashMap<>();
    infotext
        .values()
        .forEach(
            (key, value) -> {
              Matcher size = SIZE.matcher(value);
              if (size.matches()) {
                split.put(key + "-1", size.group(1));
                split.put(key + "-2", size.group(2));
              } else {
                split.put(key, value);
              }
            });
    return split;
  }

  /** The same with both prompts and with webUI's values of keys that are left out. */
  public static Map<String, String> complete(Infotext infotext) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("Prompt", infotext.prompt());
    all.put("Negative prompt", infotext.negativePrompt());
    all.putAll(split(infotext));
    defaults().forEach(all::putIfAbsent);
    return all;
  }

  private static Map<String, String> defaults() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("Clip skip", "1");
    all.put("Hires resize-1", "0");
    all.put("Hires resize-2", "0");
    all.put("Hires sampler", "Use same sampler");
    all.put("Hires schedule type", "Use same scheduler");
    all.put("Hires checkpoint", "Use same checkpoint");
    all.put("Hires prompt", "");
    all.put("Hires negative prompt", "");
    all.put("Mask mode", "Inpaint masked");
    all.put("Masked content", "original");
    all.put("Inpaint area", "Whole picture");
    all.put("Masked area padding", "32");
    all.put("RNG", "GPU");
    all.put("Schedule type", "Automatic");
    all.put("Schedule max sigma", "0");
    all.put("Schedule min sigma", "0");
    all.put("Schedule rho", "0");
    all.put("VAE Encoder", "Full");
    all.put("VAE Decoder", "Full");
    all.put("FP8 weight", "Disable");
    all.put("Cache FP16 weight for LoRA", "False");
    all.put("Emphasis", "Original");
    all.put("Refiner switch by sampling steps", "False");
    return all;
  }
}
