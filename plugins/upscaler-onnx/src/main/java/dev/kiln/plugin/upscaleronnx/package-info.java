/** Enlarges pictures, by networks and by resampling. Open ModelUpscaler first. */
@NullMarked
package dev.kiln.plugin.upscaleronnx;

import org.jspecify.annotations.NullMarked;
