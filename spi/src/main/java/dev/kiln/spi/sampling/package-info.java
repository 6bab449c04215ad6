/** What samplers and noise schedules are written against. Open Sampler first. */
@NullMarked
package dev.kiln.spi.sampling;

import org.jspecify.annotations.NullMarked;
