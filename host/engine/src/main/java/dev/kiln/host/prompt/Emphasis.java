package dev.kiln.host.prompt;

import dev.kiln.spi.tensor.Tensor;
import java.util.List;

/** Applies the weights of tokens to their embeddings. */
public final class Emphasis {
  private final EmphasisMode mode;

  public Emphasis(EmphasisMode mode) {
    this.mode = mode;
  }

  /**
   * Weigh the embeddings of one text in place.
   *
   * @param embeddings [chunks·77, width]
   */
  public void apply(List<PromptChunk> chunks, Tensor embeddings) {
    apply(List.of(chunks), List.of(embeddings));
  }

  /**
   * Weigh the embeddings of the texts of one schedule in place. webUI encodes their i-th chunks as
   * one batch and, in mode Original, keeps the mean of that batch: z' = z·w·mean(z) / mean(z·w).
   *
   * @param texts chunks of each text, the same number in each
   * @param embeddings of each text: [chunks·77, width]
   */
  public void apply(List<List<PromptChunk>> texts, List<Tensor> embeddings) {
    if (mode == EmphasisMode.NONE || mode == EmphasisMode.IGNORE) {
      return;
    }
    for (int chunk = 0; chunk < texts.get(0).size(); chunk++) {
      int index = chunk;
      if (texts.stream().anyMatch(text -> text.get(index).emphasized())) {
        apply(texts, embeddings, index);
      }
    }
  }

  private void apply(List<List<PromptChunk>> texts, List<Tensor> embeddings, int chunk) {
    double before = sum(embeddings, chunk);
    for (int i = 0; i < texts.size(); i++) {
      weigh(embeddings.get(i), chunk, texts.get(i).get(chunk).weights());
    }
    double after = sum(embeddings, chunk);
    if (mode == EmphasisMode.ORIGINAL && after != 0) {
      float restore = (float) (before / after);
      for (Tensor embedding : embeddings) {
        scale(embedding, chunk * PromptChunk.TOKENS, PromptChunk.TOKENS, restore);
      }
    }
  }

  private static void weigh(Tensor embedding, int chunk, List<Float> weights) {
    for (int token = 0; token < PromptChunk.TOKENS; token++) {
      scale(embedding, chunk * PromptChunk.TOKENS + token, 1, weights.get(token));
    }
  }

  private static void scale(Tensor embedding, int firstRow, int rows, float factor) {
    float[] data = embedding.data();
    int width = embedding.rowSize();
    for (int i = firstRow * width; i < (firstRow + rows) * width; i++) {
      data[i] *= factor;
    }
  }

  private static double sum(List<Tensor> embeddings, int chunk) {
    double sum = 0;
    for (Tensor embedding : embeddings) {
      int size = PromptChunk.TOKENS * embedding.rowSize();
      for (int i = chunk * size; i < (chunk + 1) * size; i++) {
        sum += embedding.data()[i];
      }
    }
    return sum;
  }
}
