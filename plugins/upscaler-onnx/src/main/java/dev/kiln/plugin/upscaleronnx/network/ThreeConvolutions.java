package dev.kiln.plugin.upscaleronnx.network;

import dev.kiln.spi.tensor.Tensor;

/**
 * A layer of SPAN as one convolution of 3x3: in training it is one of 1x1, one of 3x3 and one of
 * 1x1 in a row, with another of 1x1 beside them. Padding comes before the first, so that the one is
 * exactly what they are.
 *
 * @param weight [out, in, 3, 3]
 * @param bias [out]
 */
record ThreeConvolutions(Tensor weight, Tensor bias) {
  private static final int KERNEL = 9;
  private static final int CENTER = 4;

  static int inputs(Parameters parameters, String layer) {
    boolean trained = parameters.has(layer + ".sk.weight");
    return parameters.inputs(layer + (trained ? ".sk" : ".eval_conv"));
  }

  static ThreeConvolutions of(Parameters parameters, String layer) {
    String merged = layer + ".eval_conv";
    if (!parameters.has(layer + ".sk.weight")) {
      Tensor bias = vector(parameters, merged);
      int in = parameters.inputs(merged);
      float[] weight = parameters.read(merged + ".weight");
      return new ThreeConvolutions(Tensor.of(weight, bias.size(), in, 3, 3), bias);
    }
    // It was merged before the last step of training, if at all.
    parameters.skip(merged + ".weight");
    parameters.skip(merged + ".bias");
    return merged(parameters, layer);
  }

  private static Tensor vector(Parameters parameters, String name) {
    float[] values = parameters.read(name + ".bias");
    return Tensor.of(values, values.length);
  }

  private static ThreeConvolutions merged(Parameters parameters, String layer) {
    String beside = layer + ".sk";
    int in = parameters.inputs(beside);
    int out = parameters.outputs(beside);
    float[] first = parameters.read(layer + ".conv.0.weight");
    float[] third = parameters.read(layer + ".conv.2.weight");
    int wide = first.length / in;
    int deep = third.length / out;
    // [deep, wide, 9] · [wide, in] = [deep, in, 9], then [out, deep] · that = [out, in, 9].
    float[] second = parameters.read(layer + ".conv.1.weight");
    float[] two = times(second, first, deep, wide, in);
    float[] weight = times(third, deep, two);
    float[] straight = parameters.read(beside + ".weight");
    for (int i = 0; i < straight.length; i++) {
      weight[i * KERNEL + CENTER] += straight[i];
    }
    float[] bias = parameters.read(layer + ".conv.1.bias").clone();
    float[] firstBias = parameters.read(layer + ".conv.0.bias");
    for (int i = 0; i < second.length; i++) {
      bias[i / (wide * KERNEL)] += second[i] * firstBias[i / KERNEL % wide];
    }
    float[] all = times(third, deep, bias);
    float[] thirdBias = parameters.read(layer + ".conv.2.bias");
    float[] besideBias = parameters.read(beside + ".bias");
    for (int i = 0; i < out; i++) {
      all[i] += thirdBias[i] + besideBias[i];
    }
    return new ThreeConvolutions(Tensor.of(weight, out, in, 3, 3), Tensor.of(all, out));
  }

  private static float[] times(float[] second, float[] first, int deep, int wide, int in) {
    float[] product = new float[deep * in * KERNEL];
    for (int i = 0; i < deep * wide * KERNEL; i++) {
      int row = i / (wide * KERNEL);
      int inner = i / KERNEL % wide;
      for (int j = 0; j < in; j++) {
        product[(row * in + j) * KERNEL + i % KERNEL] += second[i] * first[inner * in + j];
      }
    }
    return product;
  }

  /** A matrix [rows, inner] times another of as many rows as inner. */
  private static float[] times(float[] matrix, int inner, float[] other) {
    int rows = matrix.length / inner;
    int columns = other.length / inner;
    float[] product = new float[rows * columns];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < columns; j++) {
        product[i / inner * columns + j] += matrix[i] * other[i % inner * columns + j];
      }
    }
    return product;
  }
}
