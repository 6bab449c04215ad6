package dev.kiln.plugin.hiresfix;

import dev.kiln.spi.generate.PassSettings;
import dev.kiln.spi.generate.RequestContext;
import java.math.BigDecimal;

/** webUI's keys of a second pass in the infotext. */
record HiresText(HiresPlan plan) {
  static final String STRENGTH = "Denoising strength";
  static final String SCALE = "Hires upscale";
  static final String SIZE = "Hires resize";

  /** A size is read back as its two sides. */
  static final String WIDTH = SIZE + "-1";

  static final String HEIGHT = SIZE + "-2";
  static final String STEPS = "Hires steps";
  static final String UPSCALER = "Hires upscaler";
  static final String SAMPLER = "Hires sampler";
  static final String SCHEDULER = "Hires schedule type";
  static final String CFG = "Hires CFG Scale";
  static final String PROMPT = "Hires prompt";
  static final String NEGATIVE = "Hires negative prompt";
  static final String MODEL = "Hires checkpoint";

  void write(RequestContext request) {
    HiresOptions options = plan.options();
    PassSettings settings = plan.settings();
    request.infotext(STRENGTH, text(options.strength()));
    if (options.width() == 0 && options.height() == 0) {
      request.infotext(SCALE, text(options.scale()));
    } else {
      request.infotext(SIZE, options.width() + "x" + options.height());
    }
    if (options.steps() != 0) {
      request.infotext(STEPS, text(options.steps()));
    }
    request.infotext(UPSCALER, plan.latent().map(LatentUpscale::label).orElse(options.upscaler()));
    put(request, SAMPLER, settings.sampler());
    put(request, SCHEDULER, settings.scheduler());
    if (options.cfgScale() != 0) {
      request.infotext(CFG, text(options.cfgScale()));
    }
    put(request, PROMPT, settings.prompt());
    put(request, NEGATIVE, settings.negativePrompt());
    put(request, MODEL, settings.model());
  }

  private static void put(RequestContext request, String key, String value) {
    if (!value.isEmpty()) {
      request.infotext(key, value);
    }
  }

  /** 2 rather than 2.0. */
  private static String text(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }
}
