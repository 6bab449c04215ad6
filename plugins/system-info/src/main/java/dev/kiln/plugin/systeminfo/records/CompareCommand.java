package dev.kiln.plugin.systeminfo.records;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.hook.CliContribution;
import dev.kiln.spi.host.CliCall;
import dev.kiln.spi.host.Json;
import dev.kiln.spi.index.Command;
import dev.kiln.spi.index.Option;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.pf4j.Extension;

/** What became faster or slower between two records. */
@Extension
@Singleton
@Command(
    name = "benchmark compare",
    summary =
        "Compare two records of kiln benchmark: latest, previous, an id, a hash, a version, a file",
    parameters = {"A", "B"},
    options = CompareCommand.Flags.class)
public final class CompareCommand implements CliContribution {
  /** How it is printed. */
  record Flags(
      @Option(
              label = "JSON",
              help = "print the numbers as JSON",
              defaultValue = "false",
              flags = "--json")
          boolean json) {}

  private final NamedRecords records;
  private final Json json;

  @Inject
  CompareCommand(NamedRecords records, Json json) {
    this.records = records;
    this.json = json;
  }

  /** 1 when there is a regression, for scripts. */
  @Override
  public int run(CliCall call) throws IOException {
    Side first = records.find(call.parameters().get(0));
    Side second = records.find(call.parameters().get(1));
    RecordComparison comparison = new RecordComparison(first, second);
    if (comparison.lines().isEmpty()) {
      throw new BadRequest(
          "%s and %s have no batch in common that was measured; measure the same level"
              .formatted(first.name(), second.name()));
    }
    if (call.options(Flags.class).json()) {
      call.print(json.write(comparison.values()));
    } else {
      call.print("A: " + described(first));
      call.print("B: " + described(second));
      comparison.table().forEach(call::print);
      comparison.differences().forEach(it -> call.print("differs in " + it));
    }
    return comparison.lines().stream().anyMatch(RecordComparison.Line::regression) ? 1 : 0;
  }

  private static String described(Side side) {
    return side.records().size() == 1
        ? side.records().get(0).id() + ", " + side.column("version")
        : side.records().size() + " records, " + side.column("version");
  }
}
