/**
 * What a jar says about itself without a class being loaded. Plugin authors need the annotations,
 * the processor writes them down.
 */
@NullMarked
package dev.kiln.spi.index;

import org.jspecify.annotations.NullMarked;
