package dev.kiln.plugin.latentcouple;

import dev.kiln.spi.BadRequest;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One region as webUI's extension writes it: a cell, or a range of cells, of the picture divided
 * into rows and columns.
 */
record Rectangle(Span rows, Span columns, double weight) {
  private static final Pattern RANGE = Pattern.compile("([^-]+)(?:-([^-]+))?");

  /**
   * Part of one side.
   *
   * @param division how many parts the side has
   * @param from the first of them
   * @param to the end, exclusive
   */
  record Span(double division, double from, double to) {
    /** The first cell of a side of so many, cut off as the extension cuts it off. */
    int first(int cells) {
      return clamped(cells / division * from, cells);
    }

    int end(int cells) {
      return clamped(cells / division * to, cells);
    }

    private static int clamped(double cell, int cells) {
      return Math.max(0, Math.min(cells, (int) cell));
    }

    boolean whole() {
      return from <= 0 && to >= division;
    }

    boolean divides(int cells) {
      return cells / division * from == first(cells) && cells / division * to == end(cells);
    }
  }

  static Rectangle of(String division, String position, String weight) {
    String[] counts = pair("divisions", division, "rows:columns, such as 1:2");
    String[] places = pair("positions", position, "row:column, such as 0:1 or 0:0-2");
    double number = Numbers.weight("a region", Numbers.of("weights", weight));
    Rectangle made = new Rectangle(span(counts[0], places[0]), span(counts[1], places[1]), number);
    for (Span side : List.of(made.rows, made.columns)) {
      if (side.from >= side.division) {
        throw new BadRequest(
            "latent-couple: the position %s is outside of the division %s, whose %s go from 0 to %s"
                .formatted(
                    position.strip(),
                    division.strip(),
                    side.equals(made.rows) ? "rows" : "columns",
                    Numbers.text(Math.ceil(side.division) - 1)));
      }
    }
    return made;
  }

  private static String[] pair(String what, String text, String form) {
    String[] pair = text.strip().split(":", -1);
    if (pair.length != 2) {
      throw new BadRequest(
          "latent-couple: %s has \"%s\"; write %s".formatted(what, text.strip(), form));
    }
    return pair;
  }

  private static Span span(String division, String position) {
    double count = Numbers.of("divisions", division);
    if (count <= 0) {
      throw new BadRequest(
          "latent-couple: divisions has \"%s\"; a side has at least 1 part"
              .formatted(division.strip()));
    }
    Matcher range = RANGE.matcher(position.strip());
    if (!range.matches()) {
      throw new BadRequest(
          "latent-couple: positions has \"%s\"; rows and columns count from 0, and a range is from-to, such as 0-2"
              .formatted(position.strip()));
    }
    double from = Numbers.of("positions", range.group(1));
    double to = range.group(2) == null ? from + 1 : Numbers.of("positions", range.group(2));
    if (to <= from) {
      throw new BadRequest(
          "latent-couple: positions has \"%s\"; a range is from-to, such as 0-2"
              .formatted(position.strip()));
    }
    return new Span(count, from, to);
  }

  boolean whole() {
    return rows.whole() && columns.whole();
  }

  boolean divides(int height, int width) {
    return rows.divides(height) && columns.divides(width);
  }

  /** Its weight inside, 0 outside. */
  float[] map(int height, int width) {
    float[] map = new float[height * width];
    for (int y = rows.first(height); y < rows.end(height); y++) {
      for (int x = columns.first(width); x < columns.end(width); x++) {
        map[y * width + x] = (float) weight;
      }
    }
    return map;
  }

  boolean empty(int height, int width) {
    return rows.first(height) >= rows.end(height) || columns.first(width) >= columns.end(width);
  }
}
