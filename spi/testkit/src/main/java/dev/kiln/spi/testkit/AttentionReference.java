package dev.kiln.spi.testkit;

import dev.kiln.spi.testkit.GraphRunner.Input;
import java.util.Map;
import java.util.function.Function;

/** softmax(q·kᵀ / sqrt(head size) + bias)·v of a fixture, in plain Java and double precision. */
final class AttentionReference {
  private final AttentionFixture size;
  private final Map<String, Input> inputs;
  private final Function<String, float[]> weights;

  AttentionReference(
      AttentionFixture size, Map<String, Input> inputs, Function<String, float[]> weights) {
    this.size = size;
    this.inputs = inputs;
    this.weights = weights;
  }

  float[] attention(int rows) {
    String context = size.keys() == 0 ? "x" : "context";
    double[] q = project("x", "to_q");
    double[] k = project(context, "to_k");
    double[] v = project(context, "to_v");
    float[] out = new float[q.length];
    for (int row = 0; row < rows; row++) {
      for (int head = 0; head < size.heads(); head++) {
        for (int token = 0; token < size.tokens(); token++) {
          mix(weights(q, k, row, head, token), v, out, new int[] {row, head, token});
        }
      }
    }
    return out;
  }

  private double[] project(String input, String weight) {
    float[] x = inputs.get(input).values();
    float[] w = weights.apply(weight);
    int width = size.width();
    double[] y = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      for (int j = 0; j < width; j++) {
        y[i] += (double) x[i / width * width + j] * w[j * width + i % width];
      }
    }
    return y;
  }

  private int at(int row, int tokens, int token, int head) {
    return ((row * tokens + token) * size.heads() + head) * (size.width() / size.heads());
  }

  /** How much one query attends to each key. */
  private double[] weights(double[] q, double[] k, int row, int head, int token) {
    int headSize = size.width() / size.heads();
    double[] weights = new double[size.length()];
    double sum = 0;
    for (int key = 0; key < weights.length; key++) {
      double dot = 0;
      for (int d = 0; d < headSize; d++) {
        dot +=
            q[at(row, size.tokens(), token, head) + d] * k[at(row, size.length(), key, head) + d];
      }
      weights[key] = Math.exp(dot / Math.sqrt(headSize) + bias(head, token, key));
      sum += weights[key];
    }
    for (int key = 0; key < weights.length; key++) {
      weights[key] /= sum;
    }
    return weights;
  }

  private double bias(int head, int token, int key) {
    return size.biased()
        ? inputs.get("bias").values()[(head * size.tokens() + token) * size.length() + key]
        : 0;
  }

  private void mix(double[] weights, double[] v, float[] out, int[] place) {
    for (int d = 0; d < size.width() / size.heads(); d++) {
      double sum = 0;
      for (int key = 0; key < weights.length; key++) {
        sum += weights[key] * v[at(place[0], size.length(), key, place[1]) + d];
      }
      out[at(place[0], size.tokens(), place[2], place[1]) + d] = (float) sum;
    }
  }
}
