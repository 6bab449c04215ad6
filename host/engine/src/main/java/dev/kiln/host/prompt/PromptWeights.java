package dev.kiln.host.prompt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads emphasis: {@code (a)} is a times 1.1, {@code (a:1.3)} a times 1.3, {@code [a]} a divided by
 * 1.1; brackets left open reach to the end. The two kinds of brackets need not nest in each other.
 */
final class PromptWeights {
  /** A stretch of text of one weight. */
  record WeightedText(String text, double weight) {}

  /** An escape, a weight with its closing bracket, a sign, or words. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?U)\\\\[()\\[\\]\\\\]?+"
              + "|:\\s*+([+-]?+(?:[0-9]++\\.?+[0-9]*+|\\.[0-9]++))\\s*+\\)"
              + "|[()\\[\\]:]"
              + "|[^\\\\()\\[\\]:]++");

  private static final Pattern BREAK = Pattern.compile("(?U)\\bBREAK\\b");

  /** A bracket; what its factor is shows when it closes, so weights are worked out at the end. */
  private static final class Scope {
    final @Nullable Scope around;
    double factor;
    double weight = 1;

    Scope(@Nullable Scope around, double factor) {
      this.around = around;
      this.factor = factor;
    }

    void weigh() {
      weight = around == null ? factor : around.weight * factor;
    }
  }

  private record Piece(String text, Scope round, Scope square) {
    double weight() {
      return round.weight * square.weight;
    }
  }

  private final List<Scope> scopes = new ArrayList<>();
  private final Deque<Scope> round = new ArrayDeque<>(List.of(new Scope(null, 1)));
  private final Deque<Scope> square = new ArrayDeque<>(List.of(new Scope(null, 1)));
  private final List<List<Piece>> sections = new ArrayList<>(List.of(new ArrayList<>()));

  private PromptWeights() {}

  /** The stretches of a prompt, in the sections between {@code BREAK}s; at least one section. */
  static List<List<WeightedText>> of(String prompt) {
    PromptWeights weights = new PromptWeights();
    Matcher token = TOKEN.matcher(prompt);
    while (token.find()) {
      weights.read(token.group(), token.group(1));
    }
    weights.scopes.forEach(Scope::weigh);
    return weights.sections.stream().map(PromptWeights::merged).toList();
  }

  private void read(String token, @Nullable String weight) {
    if (token.startsWith("\\")) {
      add(token.substring(1));
    } else if (token.equals("(")) {
      open(round, 1.1);
    } else if (token.equals("[")) {
      open(square, 1 / 1.1);
    } else if (weight != null && round.size() > 1) {
      round.pop().factor = Double.parseDouble(weight);
    } else if (token.equals(")") && round.size() > 1) {
      round.pop();
    } else if (token.equals("]") && square.size() > 1) {
      square.pop();
    } else {
      words(token);
    }
  }

  private void open(Deque<Scope> brackets, double factor) {
    Scope scope = new Scope(brackets.element(), factor);
    brackets.push(scope);
    scopes.add(scope);
  }

  private void words(String text) {
    String[] parts = BREAK.split(text, -1);
    for (int i = 0; i < parts.length; i++) {
      String part = parts[i];
      if (i > 0) {
        sections.add(new ArrayList<>());
        part = part.stripLeading();
      }
      add(i < parts.length - 1 ? part.stripTrailing() : part);
    }
  }

  private void add(String text) {
    sections.get(sections.size() - 1).add(new Piece(text, round.element(), square.element()));
  }

  private static List<WeightedText> merged(List<Piece> pieces) {
    List<WeightedText> texts = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < pieces.size(); i++) {
      text.append(pieces.get(i).text());
      double weight = pieces.get(i).weight();
      if (i == pieces.size() - 1 || pieces.get(i + 1).weight() != weight) {
        texts.add(new WeightedText(text.toString(), weight));
        text.setLength(0);
      }
    }
    return texts;
  }
}
