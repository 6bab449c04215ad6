/** Pictures as files. Open PngImage first. */
@NullMarked
package dev.kiln.host.image;

import org.jspecify.annotations.NullMarked;
