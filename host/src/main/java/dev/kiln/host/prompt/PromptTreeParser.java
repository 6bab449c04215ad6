package dev.kiln.host.prompt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads schedules and alternations. Square brackets that are neither, round brackets and escapes
 * stay in the text for {@link PromptWeights}; a bracket without its other half is text.
 */
final class PromptTreeParser {
  private static final Pattern NUMBER =
      Pattern.compile("\\s*([+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)\\s*");

  /** Deeper brackets are text: nobody means them, and the stack is finite. */
  private static final int DEEPEST = 100;

  private final String text;
  private final int evaluations;
  private final int[] closing;

  PromptTreeParser(String text, int evaluations) {
    this.text = text;
    this.evaluations = evaluations;
    this.closing = matchBrackets(text);
  }

  PromptTree parse() {
    return sequence(0, text.length(), 0);
  }

  /** For each opening bracket the place of its closing one, else -1. */
  private static int[] matchBrackets(String text) {
    int[] closing = new int[text.length()];
    Arrays.fill(closing, -1);
    Deque<Integer> square = new ArrayDeque<>();
    Deque<Integer> round = new ArrayDeque<>();
    for (int i = 0; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '\\' -> i++;
        case '[' -> square.push(i);
        case '(' -> round.push(i);
        case ']' -> match(closing, i, square, round);
        case ')' -> match(closing, i, round, square);
        default -> {}
      }
    }
    return closing;
  }

  /** Pair a closing bracket; openings of the other kind inside stay without one. */
  private static void match(int[] closing, int at, Deque<Integer> own, Deque<Integer> other) {
    if (own.isEmpty()) {
      return;
    }
    int opening = own.pop();
    closing[opening] = at;
    while (!other.isEmpty() && other.peek() > opening) {
      other.pop();
    }
  }

  private PromptTree sequence(int from, int to, int depth) {
    List<PromptTree> items = new ArrayList<>();
    int plain = from;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '[' && closing[i] >= 0 && depth < DEEPEST) {
        items.add(new PromptTree.Text(text.substring(plain, i)));
        items.add(bracket(i + 1, closing[i], depth + 1));
        i = closing[i];
        plain = i + 1;
      }
    }
    items.add(new PromptTree.Text(text.substring(Math.min(plain, to), to)));
    return new PromptTree.Sequence(items);
  }

  /** What stands between two square brackets. */
  private PromptTree bracket(int from, int to, int depth) {
    List<Integer> colons = separators(from, to, ':');
    OptionalInt when = colons.isEmpty() ? OptionalInt.empty() : when(colons, to);
    if (when.isPresent() && colons.size() <= 2) {
      int last = colons.get(colons.size() - 1);
      boolean both = colons.size() == 2;
      PromptTree before = both ? sequence(from, colons.get(0), depth) : new PromptTree.Text("");
      PromptTree after = sequence(both ? colons.get(0) + 1 : from, last, depth);
      return new PromptTree.Scheduled(before, after, when.getAsInt());
    }
    List<Integer> bars = separators(from, to, '|');
    if (!bars.isEmpty()) {
      return alternate(from, to, bars, depth);
    }
    return new PromptTree.Sequence(
        List.of(new PromptTree.Text("["), sequence(from, to, depth), new PromptTree.Text("]")));
  }

  private PromptTree alternate(int from, int to, List<Integer> bars, int depth) {
    List<PromptTree> arms = new ArrayList<>();
    int start = from;
    for (int bar : bars) {
      arms.add(sequence(start, bar, depth));
      start = bar + 1;
    }
    arms.add(sequence(start, to, depth));
    return new PromptTree.Alternate(arms);
  }

  /** The last colon's number: with a point a share of the evaluations, else one of them. */
  private OptionalInt when(List<Integer> colons, int to) {
    Matcher number = NUMBER.matcher(text.substring(colons.get(colons.size() - 1) + 1, to));
    if (!number.matches()) {
      return OptionalInt.empty();
    }
    double value = Double.parseDouble(number.group(1));
    double evaluation = number.group(1).contains(".") ? value * evaluations : value;
    return OptionalInt.of((int) Math.min(evaluations, evaluation));
  }

  /** Places of a character outside any inner bracket. */
  private List<Integer> separators(int from, int to, char separator) {
    List<Integer> places = new ArrayList<>();
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (closing[i] >= 0 && closing[i] < to) {
        i = closing[i];
      } else if (c == separator) {
        places.add(i);
      }
    }
    return places;
  }
}
