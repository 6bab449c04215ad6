/** Samplers and noise schedules, one algorithm per file. Open SamplerCatalog first. */
@NullMarked
package dev.kiln.host.sampler;

import org.jspecify.annotations.NullMarked;
