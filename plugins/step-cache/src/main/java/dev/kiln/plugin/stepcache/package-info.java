/** Skips evaluations of the denoising network whose result can be predicted from the last ones. */
@NullMarked
package dev.kiln.plugin.stepcache;

import org.jspecify.annotations.NullMarked;
