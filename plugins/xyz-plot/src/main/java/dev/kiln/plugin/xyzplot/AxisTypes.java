package dev.kiln.plugin.xyzplot;

import dev.kiln.spi.BadRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What webUI's list of axes has, in its order: its clients name an axis by its number there. */
final class AxisTypes {
  /** Of a request with a picture, or without one; the others are of both. */
  private enum Only {
    BOTH,
    TEXT,
    PICTURE
  }

  private record Entry(String label, Only only, Optional<AxisType> type) {}

  private static final String HIRES = "hires-fix";

  private static final List<Entry> ALL =
      List.of(
          known(AxisType.NOTHING),
          known(AxisType.whole("Seed", "seed")),
          known(AxisType.whole("Var. seed", "subseed")),
          known(AxisType.number("Var. strength", "subseed_strength")),
          known(AxisType.whole("Steps", "steps")),
          known(AxisType.option("Hires steps", HIRES, "steps"), Only.TEXT),
          known(AxisType.number("CFG Scale", "cfg_scale")),
          known(AxisType.number("Image CFG Scale", "image_cfg_scale"), Only.PICTURE),
          known(AxisType.text("Prompt S/R", Prompts::replace, false)),
          known(new AxisType("Prompt order", Prompts::orders, Prompts::order, false, false)),
          known(AxisType.name("Sampler", "sampler", false), Only.TEXT),
          known(AxisType.option("Hires sampler", HIRES, "sampler"), Only.TEXT),
          known(AxisType.name("Sampler", "sampler", false), Only.PICTURE),
          known(AxisType.name("Checkpoint name", "model", true)),
          unknown("Negative Guidance minimum sigma"),
          known(AxisType.number("Sigma Churn", "s_churn")),
          known(AxisType.number("Sigma min", "s_tmin")),
          known(AxisType.number("Sigma max", "s_tmax")),
          known(AxisType.number("Sigma noise", "s_noise")),
          known(AxisType.name("Schedule type", "scheduler", false)),
          known(AxisType.number("Schedule min sigma", "sigma_min")),
          known(AxisType.number("Schedule max sigma", "sigma_max")),
          known(AxisType.number("Schedule rho", "rho")),
          unknown("Skip Early CFG"),
          unknown("Beta schedule alpha"),
          unknown("Beta schedule beta"),
          known(AxisType.number("Eta", "eta")),
          known(AxisType.whole("Clip skip", "clip_skip")),
          known(AxisType.option("Denoising", HIRES, "strength"), Only.TEXT),
          known(AxisType.number("Denoising", "denoising_strength"), Only.PICTURE),
          known(AxisType.number("Initial noise multiplier", "noise_multiplier")),
          unknown("Extra noise"),
          known(AxisType.option("Hires upscaler", HIRES, "upscaler"), Only.TEXT),
          unknown("Cond. Image Mask Weight", Only.PICTURE),
          known(AxisType.name("VAE", "vae", true)),
          known(AxisType.text("Styles", AxisTypes::style, false)),
          unknown("UniPC Order"),
          unknown("Face restore"),
          unknown("Token merging ratio"),
          unknown("Token merging ratio high-res"),
          known(AxisType.text("Always discard next-to-last sigma", AxisTypes::discard, false)),
          unknown("SGM noise multiplier"),
          unknown("Refiner checkpoint"),
          unknown("Refiner switch at"),
          unknown("RNG source"),
          unknown("FP8 mode"),
          known(AxisType.text("Size", AxisTypes::size, false)));

  private AxisTypes() {}

  /**
   * @param name webUI's name, its number in webUI's list, or {@code plugin.option}
   * @param redraws whether the request begins with a picture
   * @throws BadRequest when there is none
   */
  static AxisType find(String name, boolean redraws) {
    List<Entry> offered =
        ALL.stream().filter(it -> it.only() != (redraws ? Only.TEXT : Only.PICTURE)).toList();
    String wanted = name.strip();
    if (wanted.matches("\\d{1,3}") && Integer.parseInt(wanted) < offered.size()) {
      return type(offered.get(Integer.parseInt(wanted)));
    }
    Optional<Entry> entry =
        offered.stream().filter(it -> it.label().equalsIgnoreCase(wanted)).findFirst();
    if (entry.isPresent()) {
      return type(entry.get());
    }
    int point = wanted.lastIndexOf('.');
    if (point > 0 && point < wanted.length() - 1) {
      return AxisType.option(wanted, wanted.substring(0, point), wanted.substring(point + 1));
    }
    throw new BadRequest(
        "X/Y/Z plot: there is no axis \"%s\"; expected PLUGIN.OPTION or one of: %s"
            .formatted(name, names(offered)));
  }

  private static AxisType type(Entry entry) {
    return entry
        .type()
        .orElseThrow(
            () ->
                new BadRequest(
                    "X/Y/Z plot: Kiln has nothing that the axis \"%s\" could change"
                        .formatted(entry.label())));
  }

  private static String names(List<Entry> offered) {
    return offered.stream()
        .filter(it -> it.type().isPresent())
        .map(Entry::label)
        .collect(Collectors.joining(", "));
  }

  /** Names for the page's list. */
  static Stream<String> names() {
    return ALL.stream().filter(it -> it.type().isPresent()).map(Entry::label).distinct();
  }

  private static Entry known(AxisType type) {
    return known(type, Only.BOTH);
  }

  private static Entry known(AxisType type, Only only) {
    return new Entry(type.label(), only, Optional.of(type));
  }

  private static Entry unknown(String label) {
    return unknown(label, Only.BOTH);
  }

  private static Entry unknown(String label, Only only) {
    return new Entry(label, only, Optional.empty());
  }

  private static void style(Map<String, Object> part, String value, String first) {
    PluginFields.put(part, "styles", "styles", List.of(value));
  }

  private static void discard(Map<String, Object> part, String value, String first) {
    part.put("discard_penultimate", value.equalsIgnoreCase("true"));
  }

  private static void size(Map<String, Object> part, String value, String first) {
    String[] sides = value.toLowerCase(Locale.ROOT).split("x");
    if (sides.length != 2 || !value.matches("\\s*\\d{1,5}\\s*[xX]\\s*\\d{1,5}\\s*")) {
      throw new BadRequest(
          "X/Y/Z plot: Size has the value \"%s\"; expected WIDTHxHEIGHT".formatted(value));
    }
    part.put("width", Long.valueOf(sides[0].strip()));
    part.put("height", Long.valueOf(sides[1].strip()));
  }
}
