/** ONNX graphs in memory, without their large weights. Open Graph first. */
@NullMarked
package dev.kiln.host.graph;

import org.jspecify.annotations.NullMarked;
