/** ONNX files as graphs and back. The only package that imports protobuf. Open OnnxReader first. */
@NullMarked
package dev.kiln.host.graph.format;

import org.jspecify.annotations.NullMarked;
