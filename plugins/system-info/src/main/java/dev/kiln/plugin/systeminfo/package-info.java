/**
 * What this machine makes of Kiln: measured by a command, told by a route. Begin with {@link
 * dev.kiln.plugin.systeminfo.BenchmarkCommand}.
 */
@NullMarked
package dev.kiln.plugin.systeminfo;

import org.jspecify.annotations.NullMarked;
