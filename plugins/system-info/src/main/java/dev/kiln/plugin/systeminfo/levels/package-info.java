/**
 * Benchmarks by the levels of webUI's extension. Open {@link
 * dev.kiln.plugin.systeminfo.levels.BenchmarkCommand} first.
 */
@NullMarked
package dev.kiln.plugin.systeminfo.levels;

import org.jspecify.annotations.NullMarked;
