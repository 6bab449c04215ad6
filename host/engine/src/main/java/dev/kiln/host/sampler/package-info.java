/** Samplers and noise schedules, one algorithm a file. Open SamplerCatalog first. */
@NullMarked
package dev.kiln.host.sampler;

import org.jspecify.annotations.NullMarked;
