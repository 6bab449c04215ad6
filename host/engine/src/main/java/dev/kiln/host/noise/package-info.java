/** Seeded noise: Philox and the Brownian tree. Open ImageNoise first. */
@NullMarked
package dev.kiln.host.noise;

import org.jspecify.annotations.NullMarked;
