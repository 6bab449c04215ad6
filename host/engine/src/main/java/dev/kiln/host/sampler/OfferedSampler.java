package dev.kiln.host.sampler;

import dev.kiln.spi.hook.SamplerProvider;
import dev.kiln.spi.sampling.SamplerInfo;
import dev.kiln.spi.sampling.SigmaTable;
import java.util.function.UnaryOperator;

/**
 * A sampler with its description.
 *
 * @param table from the levels that the model was trained on to those that schedules choose among
 */
public record OfferedSampler(
    SamplerInfo info, SamplerProvider provider, UnaryOperator<SigmaTable> table) {
  public OfferedSampler(SamplerInfo info, SamplerProvider provider) {
    this(info, provider, UnaryOperator.identity());
  }
}
