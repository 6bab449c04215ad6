package dev.kiln.host.prompt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Emphasis in a prompt: {@code (a)} weighs 1.1, {@code [a]} 1/1.1, {@code (a:1.3)} 1.3; brackets
 * nest, a backslash makes them text, an open one holds to the end. BREAK begins a new chunk.
 */
final class PromptWeights {
  private static final Pattern TOKENS =
      Pattern.compile(
          "\\\\[()\\[\\]\\\\]|\\\\|\\(|\\[|:\\s*([+-]?[.\\d]++)\\s*\\)|\\)|]|[^\\\\()\\[\\]:]++|:");
  private static final Pattern BREAK = Pattern.compile("\\s*+\\bBREAK\\b\\s*+");
  private static final double STEP = 1.1;

  private final List<Weighted> parts = new ArrayList<>();
  private final Deque<Integer> round = new ArrayDeque<>();
  private final Deque<Integer> square = new ArrayDeque<>();

  private PromptWeights() {}

  /** A run of text with one weight, or the end of a chunk. */
  record Weighted(String text, double weight, boolean endsChunk) {
    Weighted times(double factor) {
      return endsChunk ? this : new Weighted(text, weight * factor, false);
    }
  }

  static List<Weighted> parse(String text, EmphasisMode mode) {
    if (mode == EmphasisMode.NONE) {
      return List.of(new Weighted(text, 1, false));
    }
    return new PromptWeights().parse(text);
  }

  private List<Weighted> parse(String text) {
    for (Matcher token = TOKENS.matcher(text); token.find(); ) {
      String found = token.group();
      double weight = token.group(1) == null ? Double.NaN : number(token.group(1));
      if (found.startsWith("\\")) {
        add(found.length() > 1 ? found.substring(1) : found);
      } else if (found.equals("(")) {
        round.push(parts.size());
      } else if (found.equals("[")) {
        square.push(parts.size());
      } else if (!Double.isNaN(weight) && !round.isEmpty()) {
        multiply(round.pop(), weight);
      } else if (found.equals(")") && !round.isEmpty()) {
        multiply(round.pop(), STEP);
      } else if (found.equals("]") && !square.isEmpty()) {
        multiply(square.pop(), 1 / STEP);
      } else {
        addWithBreaks(found);
      }
    }
    round.forEach(from -> multiply(from, STEP));
    square.forEach(from -> multiply(from, 1 / STEP));
    return merged();
  }

  private void addWithBreaks(String text) {
    String[] pieces = BREAK.split(text, -1);
    for (int i = 0; i < pieces.length; i++) {
      if (i > 0) {
        parts.add(new Weighted("", 1, true));
      }
      add(pieces[i]);
    }
  }

  private void add(String text) {
    parts.add(new Weighted(text, 1, false));
  }

  private void multiply(int from, double factor) {
    for (int i = from; i < parts.size(); i++) {
      parts.set(i, parts.get(i).times(factor));
    }
  }

  /** Runs of equal weight are one text, so that words are not cut apart. */
  private List<Weighted> merged() {
    List<Weighted> merged = new ArrayList<>();
    for (Weighted part : parts) {
      Weighted last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
      if (last != null && !last.endsChunk && !part.endsChunk && last.weight == part.weight) {
        merged.set(merged.size() - 1, new Weighted(last.text + part.text, last.weight, false));
      } else {
        merged.add(part);
      }
    }
    return merged.isEmpty() ? List.of(new Weighted("", 1, false)) : merged;
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException notANumber) {
      return Double.NaN;
    }
  }
}
