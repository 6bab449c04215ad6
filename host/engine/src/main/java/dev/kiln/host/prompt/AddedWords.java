package dev.kiln.host.prompt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The words that plugins added to the vocabulary, by the tokens that they are spelled with. */
public final class AddedWords {
  public static final AddedWords NONE = new AddedWords(List.of());

  /** By the first token, the longest first as in webUI. */
  private final Map<Integer, List<AddedWord>> words = new HashMap<>();

  /**
   * @param all of those with the same tokens the first counts
   */
  public AddedWords(List<AddedWord> all) {
    for (AddedWord word : all) {
      words.computeIfAbsent(word.ids().get(0), any -> new ArrayList<>()).add(word);
    }
    Comparator<AddedWord> length = Comparator.comparingInt(word -> word.ids().size());
    words.values().forEach(alike -> alike.sort(length.reversed()));
  }

  /** The word that is spelled from a position on. */
  Optional<AddedWord> at(List<Integer> ids, int position) {
    return words.getOrDefault(ids.get(position), List.of()).stream()
        .filter(word -> isAt(word.ids(), ids, position))
        .findFirst();
  }

  private static boolean isAt(List<Integer> spelled, List<Integer> ids, int position) {
    int end = position + spelled.size();
    return end <= ids.size() && ids.subList(position, end).equals(spelled);
  }
}
