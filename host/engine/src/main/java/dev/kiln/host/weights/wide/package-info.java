/** Float32 copies of float16 and bfloat16 weights. Open WideWeights first. */
@NullMarked
package dev.kiln.host.weights.wide;

import org.jspecify.annotations.NullMarked;
