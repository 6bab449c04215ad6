/** Shows the picture while it is being made. */
@NullMarked
package dev.kiln.plugin.livepreview;

import org.jspecify.annotations.NullMarked;
