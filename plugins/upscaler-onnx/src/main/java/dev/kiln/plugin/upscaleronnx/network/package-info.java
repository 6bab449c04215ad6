/** Networks that enlarge: how they are built of safetensors files, and run in tiles. Open Tiles. */
@NullMarked
package dev.kiln.plugin.upscaleronnx.network;

import org.jspecify.annotations.NullMarked;
