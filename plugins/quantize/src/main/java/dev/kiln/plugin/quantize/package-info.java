/** Weights of 8 and 4 bits, and layers that compute with them. Open QuantizePatch first. */
@NullMarked
package dev.kiln.plugin.quantize;

import org.jspecify.annotations.NullMarked;
