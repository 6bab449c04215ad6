package dev.kiln.plugin.lora;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a file is made for that lets a model draw in a few steps. Its tensors are as any other's, so
 * its name tells, as its maker published it.
 *
 * @param kind how it was distilled
 * @param steps the most that it is made for
 * @param cfg the highest scale that it is made for
 * @param xl whether it is for SDXL
 */
record FewStep(Kind kind, int steps, int cfg, boolean xl) {
  private static final Pattern STEPS = Pattern.compile("(\\d+)[-_ ]?steps?(?![a-z])");

  /** Those that keep guidance: Hyper-SD's CFG, PCM's normalcfg. */
  private static final Pattern GUIDED = Pattern.compile("(?<![a-z])(?:normal)?cfg(?![a-z])");

  private static final int GUIDED_CFG = 8;

  private static final Pattern XL = Pattern.compile("sdxl|(?<![a-z])xl(?![a-z])");

  /** How files were distilled: what their makers draw with. */
  enum Kind {
    LCM("LCM-LoRA", "(?<![a-z])lcm(?![a-z])", "LCM", 8, 2),
    HYPER_SD("Hyper-SD", "(?<![a-z])hyper[-_ ]?sd", "DDIM trailing", 8, 1),
    TCD("TCD", "(?<![a-z])tcd(?![a-z])", "TCD", 20, 1),
    PCM("PCM", "(?<![a-z])pcm(?![a-z])", "DDIM trailing", 16, 2),
    LIGHTNING("SDXL-Lightning", "sdxl[-_ ]lightning", "Euler", 8, 1),
    DMD2("DMD2", "(?<![a-z])dmd2(?![a-z])", "LCM", 4, 1);

    private final String label;
    private final Pattern name;
    private final String sampler;
    private final int steps;
    private final int cfg;

    Kind(String label, String name, String sampler, int steps, int cfg) {
      this.label = label;
      this.name = Pattern.compile(name);
      this.sampler = sampler;
      this.steps = steps;
      this.cfg = cfg;
    }

    String label() {
      return label;
    }

    String sampler() {
      return sampler;
    }
  }

  /** Of a file, by its name and its folders', or what its maker called it. */
  static Optional<FewStep> of(LoraEntry entry) {
    return named(entry.found().name()).or(() -> named(entry.alias()));
  }

  /** Of a name; empty for a file of another kind. */
  static Optional<FewStep> named(String name) {
    String plain = name.toLowerCase(Locale.ROOT);
    return Arrays.stream(Kind.values())
        .filter(kind -> kind.name.matcher(plain).find())
        .findFirst()
        .map(kind -> of(kind, plain));
  }

  private static FewStep of(Kind kind, String name) {
    Matcher steps = STEPS.matcher(name);
    return new FewStep(
        kind,
        steps.find() ? Integer.parseInt(steps.group(1)) : kind.steps,
        GUIDED.matcher(name).find() ? GUIDED_CFG : kind.cfg,
        XL.matcher(name).find());
  }

  /** Whether pictures that are drawn so burn, or cost more than they need. */
  boolean misused(int steps, double cfg) {
    return cfg > this.cfg || steps > 2 * this.steps;
  }
}
