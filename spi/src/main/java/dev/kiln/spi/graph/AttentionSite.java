package dev.kiln.spi.graph;

import dev.kiln.spi.ProvidedByHost;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One place in a network where softmax(q·kᵀ·scale + bias)·v is computed, however its exporter wrote
 * it. The host finds it; an optimizer says how it is computed.
 */
@ProvidedByHost
public interface AttentionSite {
  /**
   * The module it belongs to: {@code /down_blocks.0/attentions.0/transformer_blocks.0/attn1}; empty
   * where the file does not say.
   */
  String path();

  AttentionKind kind();

  int heads();

  /** The size of a head, where the file says it. */
  OptionalInt headSize();

  /** What the scores are multiplied with. */
  float scale();

  /** [batch, tokens, heads * headSize], not scaled. */
  Value query();

  /** [batch, keyTokens, heads * headSize], not scaled. */
  Value key();

  /** [batch, keyTokens, heads * headSize]. */
  Value value();

  /**
   * What is added to the scaled scores: a mask, positions. Four axes that are broadcast to [batch,
   * heads, tokens, keyTokens], any of them perhaps 1; may be float32 where the rest is float16.
   */
  Optional<Value> bias();

  /** How many queries, where the graph is made for one shape. */
  OptionalLong queryTokens();

  /** How many keys, where the graph is made for one shape. */
  OptionalLong keyTokens();

  /** What it computes: [batch, tokens, heads * headSize]. */
  Value output();

  /** How large all its scores are, where the graph is made for one shape. */
  default Optional<ScoreSize> scores(NetworkContext network) {
    return network.shape().isEmpty() || queryTokens().isEmpty() || keyTokens().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ScoreSize(
                (long) network.shape().get().rows() * heads(),
                queryTokens().getAsLong(),
                keyTokens().getAsLong()));
  }

  /**
   * How often the picture was halved on the way here: 0 at the latents' size. Empty if the queries
   * are not positions of a picture.
   */
  OptionalInt level();
}
