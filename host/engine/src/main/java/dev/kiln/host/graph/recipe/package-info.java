/**
 * Applies the patches of plugins to a graph, then an optimizer to each attention. Open GraphRecipe
 * first.
 */
@NullMarked
package dev.kiln.host.graph.recipe;

import org.jspecify.annotations.NullMarked;
