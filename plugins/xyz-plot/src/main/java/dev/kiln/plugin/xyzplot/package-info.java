/** A grid of pictures that differ along up to three axes. Open XyzPlot first. */
@NullMarked
package dev.kiln.plugin.xyzplot;

import org.jspecify.annotations.NullMarked;
