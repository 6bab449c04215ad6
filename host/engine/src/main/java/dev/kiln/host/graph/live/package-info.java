/** Weights that change between the runs of a session. Open LiveWeights first. */
@NullMarked
package dev.kiln.host.graph.live;

import org.jspecify.annotations.NullMarked;
