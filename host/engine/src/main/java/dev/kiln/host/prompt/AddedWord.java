package dev.kiln.host.prompt;

import java.util.List;

/**
 * A word that a plugin added to the vocabulary.
 *
 * @param ids the tokens that it is spelled with, at least one
 * @param vectors how many tokens of a chunk it takes
 * @param fingerprint of the vectors
 */
public record AddedWord(List<Integer> ids, int vectors, String fingerprint) {
  public AddedWord {
    ids = List.copyOf(ids);
  }
}
