package dev.kiln.plugin.styles;

import java.util.ArrayList;
import java.util.List;

/**
 * Text of rows in lines and cells between commas. A cell in quotes may hold both, and two quotes
 * for one; blanks before a cell do not count.
 */
final class CsvText {
  private final String text;
  private final List<List<String>> rows = new ArrayList<>();
  private List<String> row = new ArrayList<>();
  private int at;

  private CsvText(String text) {
    this.text = text;
  }

  /** The rows that are not empty. */
  static List<List<String>> rows(String text) {
    CsvText csv = new CsvText(text);
    while (csv.at < text.length()) {
      csv.cell();
    }
    csv.endRow();
    return csv.rows;
  }

  private void cell() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    StringBuilder cell = new StringBuilder();
    if (at < text.length() && text.charAt(at) == '"') {
      at++;
      quoted(cell);
    }
    while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
      cell.append(text.charAt(at++));
    }
    row.add(cell.toString());
    if (at < text.length() && text.charAt(at++) != ',') {
      endRow();
    }
  }

  /** Up to the closing quote, or the end of the text. */
  private void quoted(StringBuilder cell) {
    while (at < text.length()) {
      char next = text.charAt(at++);
      if (next != '"') {
        cell.append(next);
      } else if (at < text.length() && text.charAt(at) == '"') {
        cell.append('"');
        at++;
      } else {
        return;
      }
    }
  }

  private void endRow() {
    if (row.stream().anyMatch(cell -> !cell.isEmpty())) {
      rows.add(row);
    }
    row = new ArrayList<>();
  }
}
