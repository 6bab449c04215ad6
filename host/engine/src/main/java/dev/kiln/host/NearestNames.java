package dev.kiln.host;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names that a mistyped one may have meant. */
public final class NearestNames {
  private static final int SHOWN = 3;

  /** What is compared of a name: who sends a book as one meant none of them. */
  private static final int LONGEST = 200;

  private NearestNames() {}

  /** The three nearest by edit distance, whatever their case, joined by commas. */
  public static String of(String wanted, Collection<String> names) {
    return sorted(wanted, names).limit(SHOWN).collect(Collectors.joining(", "));
  }

  /** All of them, the nearest first, joined by commas; "none" where there is none. */
  public static String all(String wanted, Collection<String> names) {
    return names.isEmpty() ? "none" : sorted(wanted, names).collect(Collectors.joining(", "));
  }

  private static Stream<String> sorted(String wanted, Collection<String> names) {
    String low = wanted.substring(0, Math.min(LONGEST, wanted.length())).toLowerCase(Locale.ROOT);
    return names.stream()
        .sorted(Comparator.comparingInt(name -> distance(low, name.toLowerCase(Locale.ROOT))));
  }

  /** How many letters must be inserted, deleted or replaced (Levenshtein). */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
