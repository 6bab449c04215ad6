package dev.kiln.plugin.wildcards;

import dev.kiln.spi.BadRequest;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts entries in the place of wildcards, for one request. */
final class Resolution {
  /** {@code __name__}; one underscore may be part of a name. */
  private static final Pattern WILDCARD = Pattern.compile("__((?:(?!__)[\\p{L}\\p{N}_*/. -])+)__");

  private static final int DEEPEST = 20;

  /** Of one text, its entries included. */
  private static final int MOST = 1000;

  private final WildcardFiles files;
  private final Map<String, Path> all;
  private final Map<String, List<String>> known = new HashMap<>();
  private final Set<String> missing = new TreeSet<>();
  private int count;

  Resolution(WildcardFiles files) {
    this.files = files;
    this.all = files.all();
  }

  static boolean isIn(String text) {
    return WILDCARD.matcher(text).find();
  }

  /** Names that no file has. They stay as they are written. */
  Set<String> missing() {
    return missing;
  }

  /**
   * A text with its wildcards, and those in their entries, replaced from left to right.
   *
   * @throws BadRequest when they lead into each other without an end
   */
  String of(String text, Dice dice) {
    count = 0;
    return of(text, dice, 0);
  }

  private String of(String text, Dice dice, int depth) {
    Matcher wildcard = WILDCARD.matcher(text);
    return wildcard.replaceAll(
        found -> Matcher.quoteReplacement(entry(found.group(1), found.group(), dice, depth)));
  }

  private String entry(String name, String written, Dice dice, int depth) {
    List<String> entries = known.computeIfAbsent(name, it -> files.entries(it, all));
    if (entries.isEmpty()) {
      missing.add(name);
      return written;
    }
    if (depth == DEEPEST || ++count > MOST) {
      throw new BadRequest(
          "wildcards: __%s__ leads into others without an end; its entries may not lead back to it"
              .formatted(name));
    }
    return of(entries.get(dice.roll(entries.size())), dice, depth + 1);
  }
}
