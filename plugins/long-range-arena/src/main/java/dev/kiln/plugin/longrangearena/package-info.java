/** Long Range Arena: what attention mechanisms keep, and what they cost, on long sequences. */
@NullMarked
package dev.kiln.plugin.longrangearena;

import org.jspecify.annotations.NullMarked;
