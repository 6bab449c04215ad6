/**
 * Draws with the fastest accelerators that were measured to keep the picture. Open {@link
 * dev.kiln.plugin.fast.Fast} first; {@link dev.kiln.plugin.fast.benchmark.AcceleratorsCommand}
 * measures.
 */
@NullMarked
package dev.kiln.plugin.fast;

import org.jspecify.annotations.NullMarked;
