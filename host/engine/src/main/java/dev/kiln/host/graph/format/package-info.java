/** Reads and writes ONNX files. The only package that imports protobuf. Open OnnxReader first. */
@NullMarked
package dev.kiln.host.graph.format;

import org.jspecify.annotations.NullMarked;
