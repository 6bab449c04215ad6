/** Seeded noise: Philox and the Brownian tree. */
@NullMarked
package dev.kiln.host.noise;

import org.jspecify.annotations.NullMarked;
