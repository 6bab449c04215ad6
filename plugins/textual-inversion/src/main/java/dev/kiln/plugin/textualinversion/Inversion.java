package dev.kiln.plugin.textualinversion;

import dev.kiln.spi.host.ModelFiles.Found;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A file that was found.
 *
 * @param hash SHA-256 of the file, hexadecimal; empty where its contents are not read
 */
record Inversion(Found found, String hash, Contents contents) {
  /** The file's name without folders and ending: the word. */
  String name() {
    return plain(found.shortName());
  }

  /** The same for two files that one word in a prompt would mean. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The word, and diffusers' own where the file tells it: {@code <cat-toy>}. */
  List<String> names() {
    return Stream.of(name(), contents.tensor())
        .filter(name -> name.equals(name()) || name.matches("<[^<>:]+>"))
        .distinct()
        .toList();
  }

  /** As webUI writes it into infotexts. */
  String shortHash() {
    return hash.substring(0, 12);
  }

  /** Why it is of no use to a model; empty where it is of use. */
  String problem(int width) {
    return contents.problem().isEmpty() && contents.width() != width
        ? "%s has vectors of %d numbers, but those of this model's text encoder have %d; use one that was made for this model's version"
            .formatted(found.path(), contents.width(), width)
        : contents.problem();
  }

  /** Whether a text has the word, as people see it: the host alone knows tokens. */
  boolean isIn(String text) {
    return Pattern.compile(
            "(?<![\\p{L}\\p{N}])" + Pattern.quote(name()) + "(?![\\p{L}\\p{N}])",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
        .matcher(plain(text))
        .find();
  }

  /** Accents are one character with their letter, as most systems and people write them. */
  private static String plain(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC).strip();
  }
}
