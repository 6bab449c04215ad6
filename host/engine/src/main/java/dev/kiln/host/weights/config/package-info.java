/** Configurations of networks, inferred from names and shapes. Open InferredUnetConfig first. */
@NullMarked
package dev.kiln.host.weights.config;

import org.jspecify.annotations.NullMarked;
