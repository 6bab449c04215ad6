package dev.kiln.plugin.longrangearena;

import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Examples that a network was not trained on.
 *
 * @param tokens [examples * documents, tokens], token numbers
 * @param labels [examples]
 * @param logits [examples, classes], by the reference
 */
record Examples(Tensor tokens, float[] labels, Tensor logits) {
  /** How many are run at once, which bounds the memory of their scores. */
  static final int BATCH = 64;

  int count() {
    return labels.length;
  }

  /** All of them, each [at most BATCH * documents, tokens]. */
  List<Tensor> batches() {
    int rows = BATCH * tokens.dim(0) / count();
    int length = tokens.dim(1);
    List<Tensor> batches = new ArrayList<>();
    for (int row = 0; row < tokens.dim(0); row += rows) {
      int end = Math.min(row + rows, tokens.dim(0));
      float[] values = Arrays.copyOfRange(tokens.data(), row * length, end * length);
      batches.add(Tensor.of(values, end - row, length));
    }
    return batches;
  }

  /** One document of another length, [1, length]: these one after another, from the start again. */
  Tensor joined(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = tokens.data()[i % tokens.size()];
    }
    return Tensor.of(values, 1, length);
  }

  /** The share of examples whose label has the largest logit. */
  double accuracy(float... found) {
    int classes = logits.dim(1);
    int right = 0;
    for (int example = 0; example < count(); example++) {
      int best = example * classes;
      for (int i = best + 1; i < (example + 1) * classes; i++) {
        best = found[i] > found[best] ? i : best;
      }
      right += best - example * classes == labels[example] ? 1 : 0;
    }
    return (double) right / count();
  }

  /** max|a-b| / max|b| against the reference's logits. */
  double difference(float... found) {
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < found.length; i++) {
      largest = Math.max(largest, Math.abs(logits.data()[i]));
      difference = Math.max(difference, Math.abs(found[i] - logits.data()[i]));
    }
    return difference / largest;
  }
}
