/** Blends what is drawn under a mask softly with the picture around it. Open SoftBlender first. */
@NullMarked
package dev.kiln.plugin.softinpainting;

import org.jspecify.annotations.NullMarked;
