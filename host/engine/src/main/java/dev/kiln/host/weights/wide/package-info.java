/** Float32 copies of narrower weights. Open WideWeights first. */
@NullMarked
package dev.kiln.host.weights.wide;

import org.jspecify.annotations.NullMarked;
