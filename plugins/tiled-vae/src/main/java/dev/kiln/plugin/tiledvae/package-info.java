/** Decodes and encodes pictures strip by strip. Open StripPatch first. */
@NullMarked
package dev.kiln.plugin.tiledvae;

import org.jspecify.annotations.NullMarked;
