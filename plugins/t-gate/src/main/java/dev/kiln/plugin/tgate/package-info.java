/** T-GATE: cross-attention is computed in the first steps, and kept for the rest. */
@NullMarked
package dev.kiln.plugin.tgate;

import org.jspecify.annotations.NullMarked;
