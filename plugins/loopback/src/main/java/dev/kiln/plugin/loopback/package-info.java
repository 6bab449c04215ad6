/** Draws a picture on itself again and again. Open Loopback first. */
@NullMarked
package dev.kiln.plugin.loopback;

import org.jspecify.annotations.NullMarked;
