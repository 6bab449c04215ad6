/**
 * Benchmarks of attention by a command, and facts about the machine over a route. Open {@link
 * dev.kiln.plugin.systeminfo.BenchmarkCommand} first.
 */
@NullMarked
package dev.kiln.plugin.systeminfo;

import org.jspecify.annotations.NullMarked;
