/**
 * Attention, layers and joins found by what is computed, not by names. Open AttentionFinder first.
 */
@NullMarked
package dev.kiln.host.graph.find;

import org.jspecify.annotations.NullMarked;
