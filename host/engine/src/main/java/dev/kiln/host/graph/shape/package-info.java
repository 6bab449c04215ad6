/**
 * What is known of the shapes and types of a graph's values before it runs. Open StaticShapes
 * first.
 */
@NullMarked
package dev.kiln.host.graph.shape;

import org.jspecify.annotations.NullMarked;
