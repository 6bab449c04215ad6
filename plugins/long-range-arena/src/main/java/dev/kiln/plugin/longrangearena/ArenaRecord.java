package dev.kiln.plugin.longrangearena;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Results in a file, one a line. Each is written when it is known, so that an interruption loses
 * the one under way alone; records of several machines are put together by writing one behind the
 * other.
 */
final class ArenaRecord {
  private final Path file;
  private final Json json;
  private final Map<String, Cell> cells = new LinkedHashMap<>();

  /**
   * @param say is told of a line that is not whole, which is left out
   * @throws BadRequest when the file cannot be read
   */
  ArenaRecord(Path file, Json json, Consumer<String> say) {
    this.file = file;
    this.json = json;
    List<String> lines = Files.exists(file) ? lines() : List.of();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).isBlank()) {
        continue;
      }
      try {
        put(CellJson.read(json.object(file + ", line " + (i + 1), lines.get(i))));
      } catch (BadRequest e) {
        say.accept(file + ": line " + (i + 1) + " is not whole and is left out");
      }
    }
  }

  private List<String> lines() {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new BadRequest(file + " cannot be read as a record of results: " + e.getMessage(), e);
    }
  }

  /** By {@link Cell#key}, in the order of the file. */
  Map<String, Cell> cells() {
    return cells;
  }

  void add(Cell cell) {
    put(cell);
    // A line that an interruption left half is ended, so that this one is whole.
    write(broken() ? "\n" : "", StandardOpenOption.APPEND);
    write(json.write(CellJson.values(cell)) + "\n", StandardOpenOption.APPEND);
  }

  private void put(Cell cell) {
    cells.put(cell.key(), cell);
  }

  private boolean broken() {
    try {
      byte[] bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
      return bytes.length > 0 && bytes[bytes.length - 1] != '\n';
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private void write(String text, StandardOpenOption how) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE, how);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private BadRequest unwritable(IOException e) {
    return new BadRequest(
        file + " cannot take results: " + e.getMessage() + "; name another file with --record", e);
  }
}
