package dev.kiln.plugin.systeminfo.records;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.Json;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Finds the records that a name on the command line means. */
@Singleton
final class NamedRecords {
  private static final int SHOWN = 5;

  /** The batches of records that do not name them: the beginning of the extension's levels. */
  private static final int FIRST_BATCH = 1;

  private final RecordStore store;
  private final Json json;

  @Inject
  NamedRecords(RecordStore store, Json json) {
    this.store = store;
    this.json = json;
  }

  /**
   * @param name {@code latest}, {@code previous}, an id, a hash, a version or a file
   * @throws BadRequest when there is no such record
   */
  Side find(String name) throws IOException {
    List<MeasuredRecord> own = new ArrayList<>(store.own(problem -> {}));
    own.removeIf(MeasuredRecord::failed);
    if (name.equals("latest") || name.equals("previous")) {
      int index = own.size() - (name.equals("latest") ? 1 : 2);
      if (index < 0) {
        throw unknown(name, own);
      }
      return new Side(name, List.of(own.get(index)));
    }
    List<Predicate<MeasuredRecord>> meanings =
        List.of(
            it -> it.id().equals(name),
            it -> it.record().hash().equals(name),
            it -> List.of(it.record().version().split(" ")).contains("version:" + name));
    for (Predicate<MeasuredRecord> meaning : meanings) {
      List<MeasuredRecord> found = own.stream().filter(meaning).toList();
      if (!found.isEmpty()) {
        return new Side(name, alike(found));
      }
    }
    if (isFile(name)) {
      return new Side(name, List.of(ofFile(Path.of(name))));
    }
    throw unknown(name, own);
  }

  /** Those that measured the same on the same machine as the newest one. */
  private static List<MeasuredRecord> alike(List<MeasuredRecord> found) {
    BenchmarkRecord newest = found.get(found.size() - 1).record();
    return found.stream()
        .filter(it -> it.record().hash().equals(newest.hash()))
        .filter(it -> it.record().settings().equals(newest.settings()))
        .toList();
  }

  private static boolean isFile(String name) {
    try {
      return Files.isRegularFile(Path.of(name));
    } catch (InvalidPathException noPath) {
      return false;
    }
  }

  private MeasuredRecord ofFile(Path file) throws IOException {
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    List<BenchmarkRecord> records = RecordFile.parse(file.toString(), text, json).records();
    if (records.size() != 1) {
      throw new BadRequest(
          "%s has %d records; compare takes a file with one".formatted(file, records.size()));
    }
    BenchmarkRecord record = records.get(0);
    List<BatchSpeed> batches = new ArrayList<>();
    int batch = FIRST_BATCH;
    for (double speed : record.speeds()) {
      batches.add(
          Double.isNaN(speed)
              ? BatchSpeed.failed(batch, "error")
              : new BatchSpeed(batch, speed, 0, ""));
      batch *= 2;
    }
    return new MeasuredRecord(file.toString(), record, "", 0, batches, true);
  }

  private static BadRequest unknown(String name, List<MeasuredRecord> own) {
    String last =
        own.stream()
            .skip(Math.max(0, own.size() - SHOWN))
            .map(MeasuredRecord::id)
            .collect(Collectors.joining(", "));
    return new BadRequest(
        "no record is called \"%s\"; it must be latest, previous, an id, a hash, a version or a file; %s"
            .formatted(
                name,
                own.isEmpty()
                    ? "none is there yet: run kiln benchmark"
                    : "the last ids are " + last));
  }
}
