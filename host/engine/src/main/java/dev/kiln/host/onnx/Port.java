package dev.kiln.host.onnx;

import ai.onnxruntime.OnnxJavaType;

/**
 * One input or output of a network.
 *
 * @param type element type
 * @param shape declared shape, -1 where it is free
 */
public record Port(String name, OnnxJavaType type, long[] shape) {
  public int rank() {
    return shape.length;
  }
}
