package dev.kiln.host.prompt;

import dev.kiln.spi.tensor.Tensor;
import java.util.List;

/** Applies the weights of a prompt to its embeddings. */
public final class Emphasis {
  private Emphasis() {}

  /**
   * Scale each token by its weight; mode Original then brings each chunk back to its former mean.
   *
   * @param embedding [77 * chunks, width], changed in place
   */
  public static void apply(EmphasisMode mode, Tensor embedding, List<PromptChunk> chunks) {
    if (mode == EmphasisMode.NONE || mode == EmphasisMode.IGNORE) {
      return;
    }
    int from = 0;
    for (PromptChunk chunk : chunks) {
      int to = from + chunk.ids().size() * embedding.rowSize();
      if (chunk.weights().stream().anyMatch(weight -> weight != 1)) {
        double before = mean(embedding.data(), from, to);
        scale(embedding, from, chunk.weights());
        if (mode == EmphasisMode.ORIGINAL) {
          float back = (float) (before / mean(embedding.data(), from, to));
          for (int i = from; i < to; i++) {
            embedding.data()[i] *= back;
          }
        }
      }
      from = to;
    }
  }

  private static void scale(Tensor embedding, int from, List<Float> weights) {
    int width = embedding.rowSize();
    for (int token = 0; token < weights.size(); token++) {
      float weight = weights.get(token);
      for (int i = 0; i < width; i++) {
        embedding.data()[from + token * width + i] *= weight;
      }
    }
  }

  private static double mean(float[] data, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += data[i];
    }
    return sum / (to - from);
  }
}
