package dev.kiln.plugin.hiresfix;

import dev.kiln.spi.generate.PassSettings;
import java.util.Optional;

/**
 * What one request's second pass is to be.
 *
 * @param latent how latents are enlarged; empty where an upscaler enlarges pictures
 */
record HiresPlan(HiresOptions options, TargetSize target, Optional<LatentUpscale> latent) {
  /** Whether the picture is enlarged and not drawn again. */
  boolean enlargesAlone() {
    return options.strength() == 0;
  }

  PassSettings settings() {
    return new PassSettings(
        options.prompt(),
        options.negativePrompt(),
        other(options.sampler(), "Use same sampler"),
        other(options.scheduler(), "Use same scheduler"),
        options.steps(),
        options.cfgScale(),
        other(options.model(), "Use same checkpoint"));
  }

  /** webUI's page has words for none. */
  private static String other(String name, String same) {
    return name.equalsIgnoreCase(same) ? "" : name.strip();
  }
}
