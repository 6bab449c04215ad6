/** What samplers and noise schedules use. Open Sampler first. */
@NullMarked
package dev.kiln.spi.sampling;

import org.jspecify.annotations.NullMarked;
