/**
 * Finds attention, layers, norms, activations and skip connections by what is computed. Open
 * AttentionFinder first.
 */
@NullMarked
package dev.kiln.host.graph.find;

import org.jspecify.annotations.NullMarked;
