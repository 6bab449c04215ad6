package dev.kiln.plugin.tagger;

import dev.kiln.plugin.tagger.Tag.Kind;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The tags of a network in the order of its output: {@code selected_tags.csv} of the WD taggers
 * (tag_id, name, category, count), or {@code tags.txt} of DeepDanbooru, one a line.
 *
 * @param wide whether the network takes numbers up to 255, blue before green and red, as the WD
 *     taggers do; else up to 1, red before green and blue
 */
record TagList(List<Tag> tags, boolean wide) {
  private static final String WD = "selected_tags.csv";
  private static final String DANBOORU = "tags.txt";
  private static final String RATING = "rating:";

  static boolean isIn(Path folder) {
    return Files.isRegularFile(folder.resolve(WD)) || Files.isRegularFile(folder.resolve(DANBOORU));
  }

  /**
   * @throws BadRequest when it cannot be read
   */
  static TagList read(Path folder) {
    boolean wide = Files.isRegularFile(folder.resolve(WD));
    Path file = folder.resolve(wide ? WD : DANBOORU);
    try {
      List<String> lines = Files.readAllLines(file);
      return new TagList(wide ? rows(file, lines) : words(lines), wide);
    } catch (IOException e) {
      throw new BadRequest(file + " cannot be read (" + e.getMessage() + "); save it again", e);
    }
  }

  private static List<Tag> words(List<String> lines) {
    return lines.stream()
        .filter(line -> !line.isBlank())
        .map(String::strip)
        .map(word -> Tag.of(word, word.startsWith(RATING) ? Kind.RATING : Kind.GENERAL))
        .toList();
  }

  private static List<Tag> rows(Path file, List<String> lines) {
    List<Tag> tags = new ArrayList<>();
    // The first row has the names of columns.
    for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
      if (!line.isBlank()) {
        tags.add(row(file, line));
      }
    }
    return tags;
  }

  /** A name with a comma stands in quotes; the other columns are numbers. */
  private static Tag row(Path file, String line) {
    String[] ends = line.split(",", 2);
    int last = line.lastIndexOf(',');
    int before = last < 0 ? -1 : line.lastIndexOf(',', last - 1);
    if (ends.length < 2 || before <= ends[0].length()) {
      throw new BadRequest(
          "%s has the row \"%s\"; expected tag_id,name,category,count".formatted(file, line));
    }
    String name = line.substring(ends[0].length() + 1, before).replaceAll("^\"|\"$", "");
    return switch (line.substring(before + 1, last).strip()) {
      case "4" -> Tag.of(name, Kind.CHARACTER);
      case "9" -> Tag.of(name, Kind.RATING);
      default -> Tag.of(name, Kind.GENERAL);
    };
  }
}
