package dev.kiln.spi.generate;

import dev.kiln.spi.ValueType;
import java.util.List;

/**
 * Everything that changes the embedding of one chunk. Two equal keys have the same embedding, so a
 * cache needs nothing else. Emphasis is not part of it: it is applied afterwards.
 *
 * @param encoder SHA-256 of the text encoder's weights, hexadecimal
 * @param patches fingerprints of what patches the text encoder, in order, then of the words that
 *     have vectors of their own and where they stand in the chunk
 * @param tokenIds the chunk with its start, end and padding tokens; 0 where a word has vectors of
 *     its own
 * @param clipSkip 1 for the last layer, 2 for the one before it, ...
 */
@ValueType
public record EmbeddingKey(
    String encoder, List<String> patches, List<Integer> tokenIds, int clipSkip) {
  public EmbeddingKey {
    patches = List.copyOf(patches);
    tokenIds = List.copyOf(tokenIds);
  }
}
