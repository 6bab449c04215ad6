/** Enlarges pictures by Stable Diffusion's x4 upscaler. Open DiffusionUpscaler first. */
@NullMarked
package dev.kiln.plugin.upscalerdiffusion;

import org.jspecify.annotations.NullMarked;
