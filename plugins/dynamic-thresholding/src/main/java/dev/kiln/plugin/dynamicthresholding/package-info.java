/** Gives predictions of a high guidance scale the spread that a lower one would have. */
@NullMarked
package dev.kiln.plugin.dynamicthresholding;

import org.jspecify.annotations.NullMarked;
