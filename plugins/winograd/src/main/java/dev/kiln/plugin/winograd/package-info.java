/** Convolutions by Winograd's minimal filtering, written as matrix products. */
@NullMarked
package dev.kiln.plugin.winograd;

import org.jspecify.annotations.NullMarked;
