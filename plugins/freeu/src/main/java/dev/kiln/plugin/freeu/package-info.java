/** FreeU: the backbone stronger, the skip connections' low frequencies weaker. */
@NullMarked
package dev.kiln.plugin.freeu;

import org.jspecify.annotations.NullMarked;
