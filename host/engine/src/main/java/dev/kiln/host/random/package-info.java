/** Models with random weights, of any shape, for benchmarks. Open RandomModel first. */
@NullMarked
package dev.kiln.host.random;

import org.jspecify.annotations.NullMarked;
