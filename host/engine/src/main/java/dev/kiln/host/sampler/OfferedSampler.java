package dev.kiln.host.sampler;

import dev.kiln.spi.hook.SamplerProvider;
import dev.kiln.spi.sampling.SamplerInfo;

/** A sampler with what it is called. */
public record OfferedSampler(SamplerInfo info, SamplerProvider provider) {}
