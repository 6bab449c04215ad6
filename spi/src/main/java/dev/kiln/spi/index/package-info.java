/**
 * Annotations by which a jar declares what it offers, and the processor that writes them into its
 * index. The host reads the index without loading a class.
 */
@NullMarked
package dev.kiln.spi.index;

import org.jspecify.annotations.NullMarked;
