/** Configurations read off the shapes of parameters. */
@NullMarked
package dev.kiln.host.weights.config;

import org.jspecify.annotations.NullMarked;
