/**
 * ONNX graphs: read without their weights, written, edited. The only package that imports protobuf.
 */
@NullMarked
package dev.kiln.host.graph;

import org.jspecify.annotations.NullMarked;
