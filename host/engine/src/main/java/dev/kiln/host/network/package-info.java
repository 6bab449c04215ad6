/**
 * The networks of Stable Diffusion, written as ONNX operators from a configuration: each class
 * reads beside the module of the same name in diffusers or transformers. Open Unet2dConditionModel
 * first.
 */
@NullMarked
package dev.kiln.host.network;

import org.jspecify.annotations.NullMarked;
