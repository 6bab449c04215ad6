package dev.kiln.host.prompt;

import java.util.Map;

/** The vocabulary of a tokenizer. */
interface Vocabulary {
  /** Ids by token. */
  Map<String, Integer> ids();

  /** By the pair of ids that is merged. */
  Map<Long, BytePairs.Merge> merges(Map<String, Integer> ids);

  /** A special token such as {@code pad_token}. */
  String special(String name, String otherwise);
}
