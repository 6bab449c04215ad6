/**
 * Shapes and element types of values, as far as the file determines them. Open StaticShapes first.
 */
@NullMarked
package dev.kiln.host.graph.shape;

import org.jspecify.annotations.NullMarked;
