package dev.kiln.host.sampler;

import dev.kiln.spi.hook.SamplerProvider;
import dev.kiln.spi.sampling.SamplerInfo;

/** A sampler with its description. */
public record OfferedSampler(SamplerInfo info, SamplerProvider provider) {}
