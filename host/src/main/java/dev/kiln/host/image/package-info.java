/** Pictures as files. */
@NullMarked
package dev.kiln.host.image;

import org.jspecify.annotations.NullMarked;
