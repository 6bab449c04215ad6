/** Attention optimizers side by side. Open AttentionBenchmark first. */
@NullMarked
package dev.kiln.plugin.systeminfo.attention;

import org.jspecify.annotations.NullMarked;
