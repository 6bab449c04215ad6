package dev.kiln.plugin.xyzplot;

import dev.kiln.spi.tensor.Picture;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lays pictures side by side, with texts above the columns and beside the rows.
 *
 * @param legend whether there are texts
 * @param margin pixels between pictures
 * @param warn is told where texts cannot be drawn
 */
record Grid(boolean legend, int margin, Consumer<String> warn) {
  /**
   * @param cells row by row; null where a picture is missing
   * @param columns a text for each; all empty for none
   */
  Picture of(List<@Nullable Picture> cells, List<String> columns, List<String> rows) {
    int width = cells.stream().filter(Objects::nonNull).mapToInt(Picture::width).max().orElse(1);
    int height = cells.stream().filter(Objects::nonNull).mapToInt(Picture::height).max().orElse(1);
    Texts texts = texts(width, height, columns, rows);
    int left = texts == null ? 0 : texts.left();
    int top = texts == null ? 0 : texts.top();
    Picture grid =
        Picture.black(
            left + columns.size() * width + (columns.size() - 1) * margin,
            top + rows.size() * height + (rows.size() - 1) * margin);
    if (texts != null) {
      texts.draw(grid, width + margin, height + margin);
    }
    for (int i = 0; i < cells.size(); i++) {
      Picture cell = cells.get(i);
      if (cell != null) {
        int x = left + i % columns.size() * (width + margin) + (width - cell.width()) / 2;
        int y = top + i / columns.size() * (height + margin) + (height - cell.height()) / 2;
        copy(cell, grid, x, y);
      }
    }
    return grid;
  }

  private static void copy(Picture from, Picture to, int x, int y) {
    for (int row = 0; row < from.height(); row++) {
      System.arraycopy(
          from.rgba(),
          4 * row * from.width(),
          to.rgba(),
          4 * ((y + row) * to.width() + x),
          4 * from.width());
    }
  }

  private @Nullable Texts texts(int width, int height, List<String> columns, List<String> rows) {
    if (!legend
        || columns.stream().allMatch(String::isEmpty) && rows.stream().allMatch(String::isEmpty)) {
      return null;
    }
    try {
      return new Texts(width, height, columns, rows);
    } catch (LinkageError | RuntimeException e) {
      // A machine without fonts has no texts.
      warn.accept("X/Y/Z plot: the legend was left out, as this machine has no fonts (" + e + ")");
      return null;
    }
  }

  /** Texts, broken into lines. */
  private static final class Texts {
    private final int width;
    private final int height;
    private final List<List<String>> columns;
    private final List<List<String>> rows;
    private final FontMetrics metrics;
    private final int left;
    private final int top;

    Texts(int width, int height, List<String> columns, List<String> rows) {
      this.width = width;
      this.height = height;
      // webUI's size.
      Font font = new Font(Font.SANS_SERIF, Font.PLAIN, Math.max(9, (width + height) / 25));
      Graphics2D probe = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
      this.metrics = probe.getFontMetrics(font);
      probe.dispose();
      boolean beside = rows.stream().anyMatch(row -> !row.isEmpty());
      this.left = beside ? width * 3 / 4 : 0;
      this.columns = columns.stream().map(it -> lines(it, width)).toList();
      this.rows = rows.stream().map(it -> lines(it, Math.max(1, left))).toList();
      boolean above = columns.stream().anyMatch(column -> !column.isEmpty());
      int most = this.columns.stream().mapToInt(List::size).max().orElse(0);
      this.top = above ? (most + 1) * metrics.getHeight() : 0;
    }

    int left() {
      return left;
    }

    int top() {
      return top;
    }

    /** Broken between words; a word that is too long is broken too. */
    private List<String> lines(String text, int room) {
      List<String> lines = new ArrayList<>();
      StringBuilder line = new StringBuilder();
      for (String word : text.split(" ")) {
        for (String piece : pieces(word, room)) {
          String longer = line.isEmpty() ? piece : line + " " + piece;
          if (!line.isEmpty() && metrics.stringWidth(longer) > room) {
            lines.add(line.toString());
            line.setLength(0);
            longer = piece;
          }
          line.setLength(0);
          line.append(longer);
        }
      }
      lines.add(line.toString());
      return lines;
    }

    private List<String> pieces(String word, int room) {
      List<String> pieces = new ArrayList<>();
      int from = 0;
      for (int to = 1; to <= word.length(); to++) {
        if (to - from > 1 && metrics.stringWidth(word.substring(from, to)) > room) {
          pieces.add(word.substring(from, to - 1));
          from = to - 1;
        }
      }
      pieces.add(word.substring(from));
      return pieces;
    }

    void draw(Picture grid, int stepX, int stepY) {
      BufferedImage sheet =
          new BufferedImage(grid.width(), grid.height(), BufferedImage.TYPE_INT_RGB);
      Graphics2D pen = sheet.createGraphics();
      pen.setColor(Color.WHITE);
      pen.fillRect(0, 0, grid.width(), grid.height());
      pen.setColor(Color.BLACK);
      pen.setFont(metrics.getFont());
      pen.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      for (int i = 0; i < columns.size(); i++) {
        block(pen, columns.get(i), left + i * stepX + width / 2, top / 2);
      }
      for (int i = 0; i < rows.size(); i++) {
        block(pen, rows.get(i), left / 2, top + i * stepY + height / 2);
      }
      pen.dispose();
      for (int i = 0; i < grid.width() * grid.height(); i++) {
        int rgb = sheet.getRGB(i % grid.width(), i / grid.width());
        grid.set(i % grid.width(), i / grid.width(), rgb >> 16 & 255, rgb >> 8 & 255, rgb & 255);
      }
    }

    /** Lines around a point. */
    private void block(Graphics2D pen, List<String> lines, int x, int y) {
      int at = y - lines.size() * metrics.getHeight() / 2 + metrics.getAscent();
      for (String line : lines) {
        pen.drawString(line, x - metrics.stringWidth(line) / 2, at);
        at += metrics.getHeight();
      }
    }
  }
}
