/** Fused operators in place of chains of operators. */
@NullMarked
package dev.kiln.plugin.fusedops;

import org.jspecify.annotations.NullMarked;
