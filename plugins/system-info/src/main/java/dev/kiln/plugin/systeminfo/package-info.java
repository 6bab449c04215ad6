/** What several benchmarks share. */
@NullMarked
package dev.kiln.plugin.systeminfo;

import org.jspecify.annotations.NullMarked;
