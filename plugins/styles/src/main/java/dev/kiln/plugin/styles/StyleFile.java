package dev.kiln.plugin.styles;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.PluginHome;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The file that styles are saved in: webUI's, read anew each time. Safe from any thread. */
@Singleton
final class StyleFile {
  static final String NAME = "styles.csv";
  private static final long LARGEST = 16 << 20;

  private final PluginHome home;

  @Inject
  StyleFile(PluginHome home) {
    this.home = home;
  }

  private Path path() {
    String named = home.settings(StyleSettings.class).file();
    return named.isBlank() ? home.folder().resolve(NAME) : Path.of(named);
  }

  /**
   * All of them in the order of the file; none where nobody named a file and there is none.
   *
   * @throws BadRequest when it cannot be read
   */
  List<Style> all() {
    Path file = path();
    boolean named = !home.settings(StyleSettings.class).file().isBlank();
    if (!named && !Files.exists(file)) {
      return List.of();
    }
    try {
      if (Files.size(file) > LARGEST) {
        throw new BadRequest("styles: " + file + " is larger than 16 MB; name webUI's styles.csv");
      }
      // What is no UTF-8 is shown as it can be: one such style must not take all others along.
      return read(file, new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new BadRequest(
          "styles: "
              + file
              + (Files.exists(file) ? " cannot be read; see to its rights" : " is not there")
              + "; --styles-file names another",
          e);
    }
  }

  private static List<Style> read(Path file, String text) {
    List<List<String>> rows = CsvText.rows(text.replace("\uFEFF", ""));
    if (rows.isEmpty()) {
      return List.of();
    }
    List<String> header =
        rows.get(0).stream().map(cell -> cell.strip().toLowerCase(Locale.ROOT)).toList();
    int name = header.indexOf("name");
    // webUI's first files called it so.
    int prompt = Math.max(header.indexOf("prompt"), header.indexOf("text"));
    int negative = header.indexOf("negative_prompt");
    if (name < 0 || prompt < 0) {
      throw new BadRequest(
          "styles: the first line of %s is \"%s\"; it must be name,prompt,negative_prompt"
              .formatted(file, String.join(",", rows.get(0))));
    }
    List<Style> styles = new ArrayList<>();
    for (List<String> row : rows.subList(1, rows.size())) {
      String called = cell(row, name);
      if (!called.isEmpty() && !called.startsWith("#")) {
        styles.add(new Style(called, cell(row, prompt), cell(row, negative)));
      }
    }
    return styles;
  }

  private static String cell(List<String> row, int column) {
    return column < 0 || column >= row.size() ? "" : row.get(column);
  }

  /**
   * Styles by their names; a name in another case is found where none is the same.
   *
   * @throws BadRequest when there is no such style
   */
  List<Style> named(List<String> names) {
    List<Style> all = all();
    return names.stream().map(name -> named(name.strip(), all)).toList();
  }

  private Style named(String name, List<Style> all) {
    return all.stream()
        .filter(style -> style.name().equals(name))
        .findFirst()
        .or(() -> all.stream().filter(style -> style.name().equalsIgnoreCase(name)).findFirst())
        .orElseThrow(
            () ->
                new BadRequest(
                    "styles: there is no style \"%s\" in %s; there are: %s"
                        .formatted(
                            name,
                            path(),
                            all.isEmpty()
                                ? "none"
                                : all.stream()
                                    .map(Style::name)
                                    .limit(20)
                                    .collect(Collectors.joining(", ")))));
  }
}
