package dev.kiln.plugin.systeminfo.records;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads the files that records travel in: the extension's {@code benchmark-data-local.json}, arrays
 * of eleven texts; the public site's {@code benchmark-data.json}, arrays that begin with a number
 * and end without the hash; objects with the names of either; and what {@code kiln benchmark
 * --json} prints.
 *
 * @param others how many of the file's items are no records
 */
record RecordFile(List<BenchmarkRecord> records, int others) {
  private static final int MOST_RECORDS = 100_000;
  private static final int MOST_CHARACTERS = 1000;

  /** What a column is called elsewhere: on the site, and in the extension. */
  private static final Map<String, List<String>> OTHER_NAMES =
      Map.of(
          "timestamp", List.of("date"),
          "performance", List.of("it/s", "its"),
          "libraries", List.of("libs"),
          "device", List.of("gpu"),
          "flags", List.of("optimizations"),
          "settings", List.of("model"),
          "username", List.of("user"));

  /**
   * @param what the text is, to begin messages with
   * @throws BadRequest when it is no JSON, or there is no record in it
   */
  static RecordFile parse(String what, String text, Json json) {
    // Of values only objects are read, so it becomes one.
    String wrapped = "{\"records\":" + text.replaceFirst("^\\uFEFF", "") + "}";
    return read(what, json.object(what, wrapped).get("records"));
  }

  /**
   * @param value of JSON
   * @throws BadRequest when there is no record in it
   */
  static RecordFile read(String what, Object value) {
    List<?> items = items(value);
    if (items.size() > MOST_RECORDS) {
      throw new BadRequest(
          "%s has %d records; at most %d are taken".formatted(what, items.size(), MOST_RECORDS));
    }
    List<BenchmarkRecord> records =
        items.stream().map(RecordFile::record).filter(RecordFile::measured).toList();
    if (records.isEmpty()) {
      throw new BadRequest(
          what
              + " has no record of a benchmark; it must be a JSON array of them, with it/s in the"
              + " second column, as in \"5.25 / 5.92\"");
    }
    return new RecordFile(records, items.size() - records.size());
  }

  private static boolean measured(BenchmarkRecord record) {
    return record.speeds().stream().anyMatch(it -> !it.isNaN())
        || record.performance().matches("error( / error)*");
  }

  private static List<?> items(Object value) {
    if (value instanceof Map<?, ?> object) {
      // What the command prints has one record, what the route answers several.
      Object inner = object.containsKey("record") ? List.of(object) : object.get("records");
      return inner instanceof List<?> list ? list : List.of();
    }
    return value instanceof List<?> list ? list : List.of();
  }

  private static BenchmarkRecord record(Object item) {
    if (item instanceof Map<?, ?> object) {
      return object.get("record") instanceof List<?> cells ? ofCells(cells) : ofNames(object);
    }
    return item instanceof List<?> cells ? ofCells(cells) : ofCells(List.of());
  }

  private static BenchmarkRecord ofCells(List<?> cells) {
    boolean site = !cells.isEmpty() && cells.get(0) instanceof Number;
    return BenchmarkRecord.of(
        cells.subList(site ? 1 : 0, cells.size()).stream().map(RecordFile::text).toList());
  }

  private static BenchmarkRecord ofNames(Map<?, ?> object) {
    Map<String, Object> lower = new HashMap<>();
    object.forEach(
        (name, value) -> lower.put(String.valueOf(name).toLowerCase(Locale.ROOT), value));
    return BenchmarkRecord.of(
        BenchmarkRecord.COLUMNS.stream()
            .map(
                column ->
                    Stream.concat(
                            Stream.of(column), OTHER_NAMES.getOrDefault(column, List.of()).stream())
                        .filter(lower::containsKey)
                        .findFirst()
                        .map(name -> text(lower.get(name)))
                        .orElse(""))
            .toList());
  }

  private static String text(Object value) {
    return value == null ? "" : shortened(value.toString(), MOST_CHARACTERS);
  }

  private static String shortened(String text, int most) {
    return text.length() > most ? text.substring(0, most) : text;
  }
}
