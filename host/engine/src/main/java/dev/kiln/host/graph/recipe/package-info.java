/** Patches and attention optimizers applied to a graph. Open GraphRecipe first. */
@NullMarked
package dev.kiln.host.graph.recipe;

import org.jspecify.annotations.NullMarked;
