/** Enlarging on request: webUI's "extras", Kiln's route, the command and the page's section. */
@NullMarked
package dev.kiln.plugin.upscaleronnx.extras;

import org.jspecify.annotations.NullMarked;
