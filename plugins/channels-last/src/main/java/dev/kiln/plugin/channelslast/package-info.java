/** The layout that convolutions are computed in. */
@NullMarked
package dev.kiln.plugin.channelslast;

import org.jspecify.annotations.NullMarked;
