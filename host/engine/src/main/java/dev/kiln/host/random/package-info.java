/** Models of any shape with random weights, for benchmarks. Open RandomModel first. */
@NullMarked
package dev.kiln.host.random;

import org.jspecify.annotations.NullMarked;
