/** The memory layout of convolutions. */
@NullMarked
package dev.kiln.plugin.channelslast;

import org.jspecify.annotations.NullMarked;
