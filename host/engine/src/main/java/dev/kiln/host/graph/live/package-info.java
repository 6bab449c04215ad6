/**
 * Weights that a session reads at each run, so that they may change between runs. Open LiveWeights
 * first.
 */
@NullMarked
package dev.kiln.host.graph.live;

import org.jspecify.annotations.NullMarked;
