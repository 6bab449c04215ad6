/**
 * The networks of Stable Diffusion, written as ONNX operators from a configuration. Each class
 * corresponds to the module of the same name in diffusers or transformers. Open
 * Unet2dConditionModel first.
 */
@NullMarked
package dev.kiln.host.network;

import org.jspecify.annotations.NullMarked;
