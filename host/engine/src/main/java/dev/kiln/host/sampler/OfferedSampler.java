package dev.kiln.host.sampler;

import dev.kiln.spi.hook.SamplerProvider;
import dev.kiln.spi.sampling.SamplerInfo;
import dev.kiln.spi.sampling.SigmaTable;
import java.util.function.UnaryOperator;

/**
 * A sampler with its description.
 *
 * @param plugin that brought it
 * @param table from the levels that the model was trained on to those that schedules choose among
 */
public record OfferedSampler(
    SamplerInfo info, SamplerProvider provider, UnaryOperator<SigmaTable> table, String plugin) {
  /** Stands for a plugin's id where the host itself brought it. */
  public static final String HOST = "host";

  /**
   * Whether it was published for latents that keep their variance, and time steps of its own: unit
   * noise is not its start times sigma.
   */
  public boolean keepsVariance() {
    return provider.initialScale(1) != 1;
  }

  /** One of a plugin. */
  public OfferedSampler(SamplerInfo info, SamplerProvider provider, String plugin) {
    this(info, provider, UnaryOperator.identity(), plugin);
  }

  /** One of the host. */
  OfferedSampler(SamplerInfo info, SamplerProvider provider) {
    this(info, provider, HOST);
  }
}
