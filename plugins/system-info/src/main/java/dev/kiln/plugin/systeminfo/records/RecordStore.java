package dev.kiln.plugin.systeminfo.records;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.Json;
import dev.kiln.spi.host.PluginHome;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Records in the plugin's folder: a file for each of this machine's, so that a benchmark and a
 * server that import at the same time write different files, and one for all of others.
 */
@Singleton
public final class RecordStore {
  private static final DateTimeFormatter ID = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");
  private static final String PREFIX = "record-";
  private static final String OTHERS = "others.json";

  private final PluginHome home;
  private final Json json;

  @Inject
  public RecordStore(PluginHome home, Json json) {
    this.home = home;
    this.json = json;
  }

  /** A new record without batches, which is not written yet. */
  public MeasuredRecord begin(BenchmarkRecord record, String level, int steps) {
    String id = ID.format(LocalDateTime.now()) + "-" + record.hash();
    return new MeasuredRecord(id, record, level, steps, List.of(), false);
  }

  /** Write it in place of what it was before. */
  public void save(MeasuredRecord record) throws IOException {
    home.write(PREFIX + record.id() + ".json", bytes(record.values()));
  }

  /**
   * This machine's records, the oldest first.
   *
   * @param problems gets a sentence for each file that cannot be read
   */
  List<MeasuredRecord> own(Consumer<String> problems) throws IOException {
    List<MeasuredRecord> records = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(home.folder(), PREFIX + "*.json")) {
      for (Path file : files) {
        read(file, problems).ifPresent(records::add);
      }
    }
    records.sort(Comparator.comparing(MeasuredRecord::id));
    return records;
  }

  private Optional<MeasuredRecord> read(Path file, Consumer<String> problems) {
    try {
      return Optional.of(MeasuredRecord.read(json.object(file)));
    } catch (BadRequest unreadable) {
      problems.accept(unreadable.getMessage());
    } catch (ClassCastException | NullPointerException foreign) {
      problems.accept(file + " is no record of a benchmark; delete it");
    }
    return Optional.empty();
  }

  /** Records that were imported. */
  synchronized List<BenchmarkRecord> others() {
    Path file = home.folder().resolve(OTHERS);
    return Files.exists(file)
        ? RecordFile.read(file.toString(), json.object(file).get("records")).records()
        : List.of();
  }

  /**
   * Add the records of others, those that are there already not again.
   *
   * @return how many are new
   */
  synchronized int add(List<BenchmarkRecord> records) throws IOException {
    List<BenchmarkRecord> all = new ArrayList<>(others());
    int before = all.size();
    records.stream().distinct().filter(new HashSet<>(all)::add).forEach(all::add);
    writeOthers(all);
    return all.size() - before;
  }

  /** Forget the records of others. */
  synchronized void forgetOthers() throws IOException {
    Files.deleteIfExists(home.folder().resolve(OTHERS));
  }

  private void writeOthers(List<BenchmarkRecord> all) throws IOException {
    home.write(OTHERS, bytes(Map.of("records", all.stream().map(BenchmarkRecord::cells).toList())));
  }

  private byte[] bytes(Object value) {
    return (json.write(value) + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
