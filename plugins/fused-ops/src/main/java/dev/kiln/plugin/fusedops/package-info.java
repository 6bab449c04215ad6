/** Operators that do the work of several. */
@NullMarked
package dev.kiln.plugin.fusedops;

import org.jspecify.annotations.NullMarked;
