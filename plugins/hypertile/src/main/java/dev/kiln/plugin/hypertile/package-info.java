/** HyperTile: self-attention in tiles of the picture. */
@NullMarked
package dev.kiln.plugin.hypertile;

import org.jspecify.annotations.NullMarked;
