/** ONNX graphs without their large weights. The packages below read, write and edit them. */
@NullMarked
package dev.kiln.host.graph;

import org.jspecify.annotations.NullMarked;
