/** T-GATE: attention is computed in some steps, and kept for others. */
@NullMarked
package dev.kiln.plugin.tgate;

import org.jspecify.annotations.NullMarked;
