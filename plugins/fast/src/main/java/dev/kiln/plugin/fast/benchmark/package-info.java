/**
 * What each accelerator gains and costs, side by side. Open {@link
 * dev.kiln.plugin.fast.benchmark.AcceleratorsCommand} first, then {@link
 * dev.kiln.plugin.fast.benchmark.Measuring}.
 */
@NullMarked
package dev.kiln.plugin.fast.benchmark;

import org.jspecify.annotations.NullMarked;
