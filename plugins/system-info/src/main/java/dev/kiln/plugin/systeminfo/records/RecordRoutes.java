package dev.kiln.plugin.systeminfo.records;

import dev.kiln.spi.hook.HttpEndpoint;
import dev.kiln.spi.host.ApiCall;
import dev.kiln.spi.host.ApiResponse;
import dev.kiln.spi.host.Json;
import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.Route;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pf4j.Extension;

/** All records over HTTP; those of others come and go there. */
@Extension
@Singleton
@Route(
    method = "GET",
    path = RecordRoutes.PATH,
    summary = "The records of kiln benchmark, and those that were imported")
@Route(
    method = "POST",
    path = RecordRoutes.PATH,
    summary = "Import the records of others",
    body = RecordRoutes.Import.class)
@Route(
    method = "DELETE",
    path = RecordRoutes.PATH,
    summary = "Forget the records that were imported; one's own stay")
public final class RecordRoutes implements HttpEndpoint {
  static final String PATH = "/kiln/v1/benchmark/records";

  /** A file of records. */
  record Import(
      @Option(label = "Its name, for messages", defaultValue = "the file") String name,
      @Option(
              label = "Its content",
              help = "JSON of the public site, of webUI's extension or of kiln benchmark --json",
              defaultValue = "")
          String text) {}

  private final RecordStore store;
  private final Json json;

  @Inject
  RecordRoutes(RecordStore store, Json json) {
    this.store = store;
    this.json = json;
  }

  @Override
  public ApiResponse handle(ApiCall call) throws IOException {
    return switch (call.method()) {
      case "POST" -> ApiResponse.ok(imported(call.body(Import.class)));
      case "DELETE" -> {
        store.forgetOthers();
        yield ApiResponse.ok(all());
      }
      default -> ApiResponse.ok(all());
    };
  }

  private Map<String, Object> imported(Import file) throws IOException {
    RecordFile parsed = RecordFile.parse(file.name(), file.text(), json);
    int added = store.add(parsed.records());
    return Map.of(
        "added", added, "known", parsed.records().size() - added, "skipped", parsed.others());
  }

  private Map<String, Object> all() throws IOException {
    List<String> problems = new ArrayList<>();
    List<Map<String, Object>> records = new ArrayList<>();
    for (MeasuredRecord own : store.own(problems::add)) {
      records.add(row(own.id(), own.record()));
    }
    store.others().forEach(it -> records.add(row("", it)));
    return Map.of("records", records, "problems", problems);
  }

  /**
   * @param id empty for a record of others
   */
  private static Map<String, Object> row(String id, BenchmarkRecord record) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", id);
    row.putAll(record.values());
    // JSON has no NaN.
    row.put("speeds", record.speeds().stream().map(it -> it.isNaN() ? null : it).toList());
    return row;
  }
}
