package dev.kiln.plugin.detailer.detect;

import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the classes of a detector are called.
 *
 * @param byNumber empty where nobody says it
 */
record ClassNames(Map<Integer, String> byNumber) {
  /** As Python writes a dict of numbers and texts: {@code {0: 'face', 1: "it's"}}. */
  private static final Pattern NAME =
      Pattern.compile("(\\d{1,6})\\s*:\\s*(?:'((?:[^'\\\\]|\\\\.)*)'|\"((?:[^\"\\\\]|\\\\.)*)\")");

  private static final int MOST_SHOWN = 12;

  /** Those that ultralytics writes into its files. */
  static ClassNames of(Map<String, String> metadata) {
    Map<Integer, String> names = new TreeMap<>();
    Matcher name = NAME.matcher(metadata.getOrDefault("names", ""));
    while (name.find()) {
      String text = name.group(2) == null ? name.group(3) : name.group(2);
      names.put(Integer.valueOf(name.group(1)), text.replaceAll("\\\\(.)", "$1"));
    }
    return new ClassNames(names);
  }

  /** The 150 of ADE20K, wall to flag. */
  static ClassNames ofAde20k() {
    try (InputStream in =
        Objects.requireNonNull(ClassNames.class.getResourceAsStream("ade20k.txt"))) {
      String[] all = new String(in.readAllBytes(), StandardCharsets.UTF_8).split("[,\n]\\s*");
      Map<Integer, String> names = new TreeMap<>();
      for (int i = 0; i < all.length; i++) {
        names.put(i, all[i].strip());
      }
      return new ClassNames(names);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The numbers of classes that are named or numbered.
   *
   * @param detector to begin a message with
   * @throws BadRequest when one is not known
   */
  Set<Integer> numbers(String detector, List<String> said) {
    Set<Integer> numbers = new LinkedHashSet<>();
    for (String one : said) {
      numbers.add(number(one).orElseThrow(() -> unknown(detector, one)));
    }
    return numbers;
  }

  private Optional<Integer> number(String said) {
    if (said.matches("\\d{1,6}")) {
      return Optional.of(Integer.valueOf(said))
          .filter(it -> byNumber.isEmpty() || byNumber.containsKey(it));
    }
    return byNumber.entrySet().stream()
        .filter(entry -> entry.getValue().equalsIgnoreCase(said))
        .map(Entry::getKey)
        .findFirst();
  }

  private BadRequest unknown(String detector, String said) {
    if (byNumber.isEmpty()) {
      return new BadRequest(
          "%s does not say what its classes are called, so '%s' is none; write numbers, the first is 0"
              .formatted(detector, said));
    }
    String names =
        NearestTexts.of(said, byNumber.values()).stream()
            .limit(MOST_SHOWN)
            .collect(Collectors.joining(", "));
    boolean more = byNumber.size() > MOST_SHOWN;
    return new BadRequest(
        "%s has no class '%s'; it has %s%s"
            .formatted(detector, said, names, more ? " and others" : ""));
  }
}
