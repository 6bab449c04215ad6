/** Deep Shrink: the deep blocks of the UNet work on a smaller picture in the first steps. */
@NullMarked
package dev.kiln.plugin.deepshrink;

import org.jspecify.annotations.NullMarked;
