/** Numbers with a shape. There is one class. */
@NullMarked
package dev.kiln.spi.tensor;

import org.jspecify.annotations.NullMarked;
