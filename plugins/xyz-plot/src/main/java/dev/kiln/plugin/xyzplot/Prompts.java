package dev.kiln.plugin.xyzplot;

import dev.kiln.spi.BadRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Axes that change the words of a prompt. */
final class Prompts {
  private static final String PROMPT = "prompt";
  private static final String NEGATIVE = "negative_prompt";

  /** 5! orders; with six words there were 720. */
  private static final int MOST_WORDS = 5;

  private Prompts() {}

  /** The first value is searched, and replaced by each. */
  static void replace(Map<String, Object> part, String value, String first) {
    String prompt = (String) part.get(PROMPT);
    String negative = (String) part.get(NEGATIVE);
    if (!prompt.contains(first) && !negative.contains(first)) {
      throw new BadRequest(
          "X/Y/Z plot: Prompt S/R did not find \"%s\" in the prompt or the negative prompt; its first value is what is replaced"
              .formatted(first));
    }
    part.put(PROMPT, prompt.replace(first, value));
    part.put(NEGATIVE, negative.replace(first, value));
  }

  /** All orders of the words, each as a list of its own. */
  static List<String> orders(String label, String text) {
    List<String> words = Csv.read(text);
    if (words.size() > MOST_WORDS) {
      throw new BadRequest(
          "X/Y/Z plot: %s has %d words; expected at most %d, as each order is a picture"
              .formatted(label, words.size(), MOST_WORDS));
    }
    List<List<String>> orders = new ArrayList<>();
    permute(words, new ArrayList<>(), orders);
    return orders.stream()
        .map(order -> String.join(", ", order.stream().map(Csv::quoted).toList()))
        .toList();
  }

  private static void permute(List<String> rest, List<String> taken, List<List<String>> orders) {
    if (rest.isEmpty()) {
      orders.add(List.copyOf(taken));
      return;
    }
    for (int i = 0; i < rest.size(); i++) {
      List<String> others = new ArrayList<>(rest);
      taken.add(others.remove(i));
      permute(others, taken, orders);
      taken.remove(taken.size() - 1);
    }
  }

  /** The places of the words in the prompt stay; which word stands where changes. */
  static void order(Map<String, Object> part, String value, String first) {
    String prompt = (String) part.get(PROMPT);
    List<String> words = Csv.read(value);
    for (String word : words) {
      if (!prompt.contains(word)) {
        throw new BadRequest(
            "X/Y/Z plot: Prompt order did not find \"%s\" in the prompt".formatted(word));
      }
    }
    List<String> standing =
        words.stream().sorted(Comparator.comparingInt(prompt::indexOf)).toList();
    StringBuilder made = new StringBuilder();
    int at = 0;
    for (int i = 0; i < words.size(); i++) {
      int place = prompt.indexOf(standing.get(i), at);
      if (place < 0) {
        throw new BadRequest(
            "X/Y/Z plot: Prompt order has \"%s\", which overlaps another word of the list"
                .formatted(standing.get(i)));
      }
      made.append(prompt, at, place).append(words.get(i));
      at = place + standing.get(i).length();
    }
    part.put(PROMPT, made.append(prompt.substring(at)).toString());
  }
}
