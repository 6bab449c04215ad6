/** Pictures of another size without a network. Open Resampling first. */
@NullMarked
package dev.kiln.plugin.upscaleronnx.resample;

import org.jspecify.annotations.NullMarked;
