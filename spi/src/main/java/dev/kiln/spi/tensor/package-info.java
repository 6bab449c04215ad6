/** Dense float32 tensors, and pictures in 8 bits per channel. */
@NullMarked
package dev.kiln.spi.tensor;

import org.jspecify.annotations.NullMarked;
