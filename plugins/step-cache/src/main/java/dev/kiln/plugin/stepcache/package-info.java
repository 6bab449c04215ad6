/** Skips evaluations of the denoising network whose result can be told from the last one. */
@NullMarked
package dev.kiln.plugin.stepcache;

import org.jspecify.annotations.NullMarked;
