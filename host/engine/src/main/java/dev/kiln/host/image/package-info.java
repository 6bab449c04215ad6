/** Picture files and infotext. Open PngImage first. */
@NullMarked
package dev.kiln.host.image;

import org.jspecify.annotations.NullMarked;
