package dev.kiln.plugin.detailer.detect;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What a mistyped text may have meant. */
final class NearestTexts {
  /** Who sends a book as a name meant none. */
  private static final int LONGEST = 200;

  private NearestTexts() {}

  /** All of them, the nearest by edit distance first, whatever their case. */
  static List<String> of(String wanted, Collection<String> texts) {
    String low = wanted.substring(0, Math.min(LONGEST, wanted.length())).toLowerCase(Locale.ROOT);
    return texts.stream()
        .sorted(Comparator.comparingInt(text -> distance(low, text.toLowerCase(Locale.ROOT))))
        .toList();
  }

  /** Levenshtein's. */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }
}
