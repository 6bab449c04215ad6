package dev.kiln.spi.sampling;

import dev.kiln.spi.ValueType;

/**
 * The free parameters of samplers, with webUI's names and meaning. Those that the sampler's traits
 * do not name are neutral, whatever the user said.
 *
 * @param eta share of noise put back by ancestral samplers and by DDIM
 * @param churn s_churn of Karras et al. (2022)
 * @param tMin s_tmin: churn only at or above this noise level
 * @param tMax s_tmax: churn only at or below this noise level; infinity for no limit
 * @param noise s_noise: scale of the noise that is put back
 */
@ValueType
public record SamplerOptions(double eta, double churn, double tMin, double tMax, double noise) {}
