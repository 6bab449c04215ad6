/** ONNX files read without their weights. The only package that imports protobuf. */
@NullMarked
package dev.kiln.host.graph;

import org.jspecify.annotations.NullMarked;
