package dev.kiln.spi.generate;

import dev.kiln.spi.ValueType;

/**
 * A word that the text encoder reads as vectors of its own, in place of the tokens that it is
 * spelled with.
 *
 * @param text as people write it in a prompt; case and the space around it do not count
 * @param vectors how many tokens its vectors take, 1..75
 * @param hash what tells its vectors from all others, such as the SHA-256 of their file: embeddings
 *     are kept by it
 */
@ValueType
public record Word(String text, int vectors, String hash) {
  /** How many tokens of a prompt the text encoder reads at once. */
  public static final int MOST_VECTORS = 75;

  /**
   * @throws IllegalArgumentException when the vectors do not fit into a chunk
   */
  public Word {
    if (vectors < 1 || vectors > MOST_VECTORS) {
      throw new IllegalArgumentException(
          "the word '%s' has %d vectors; a chunk takes 1 to %d"
              .formatted(text, vectors, MOST_VECTORS));
    }
  }
}
