package dev.kiln.host.sampler;

import dev.kiln.spi.hook.SamplerProvider;
import dev.kiln.spi.sampling.Sampler;
import dev.kiln.spi.sampling.SamplerInfo;
import java.util.function.Supplier;

/** A sampler of the host that takes any schedule. */
record HostSampler(SamplerInfo info, Supplier<Sampler> factory) implements SamplerProvider {
  @Override
  public Sampler create() {
    return factory.get();
  }
}
