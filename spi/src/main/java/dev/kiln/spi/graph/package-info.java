/** Network graphs: the ONNX operators that a plugin writes before a session is made. */
@NullMarked
package dev.kiln.spi.graph;

import org.jspecify.annotations.NullMarked;
