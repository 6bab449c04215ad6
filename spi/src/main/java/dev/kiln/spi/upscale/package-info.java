/** Enlarging pictures: what an upscaler is called and asked for. Open UpscaleCall first. */
@NullMarked
package dev.kiln.spi.upscale;

import org.jspecify.annotations.NullMarked;
