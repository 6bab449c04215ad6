/** Draws small, enlarges, and draws again. Open HiresFix first. */
@NullMarked
package dev.kiln.plugin.hiresfix;

import org.jspecify.annotations.NullMarked;
