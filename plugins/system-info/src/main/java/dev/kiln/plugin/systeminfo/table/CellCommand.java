package dev.kiln.plugin.systeminfo.table;

import dev.kiln.spi.hook.CliContribution;
import dev.kiln.spi.host.CliCall;
import dev.kiln.spi.host.Generations;
import dev.kiln.spi.host.Json;
import dev.kiln.spi.index.Command;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Map;
import org.pf4j.Extension;

/** What the table starts in a process of its own, whose memory is measured. */
@Extension
@Singleton
@Command(
    name = CellCommand.NAME,
    summary = "Time the steps of one request, as kiln benchmark table does in a process of its own",
    parameters = {"REQUEST", "STEPS"})
public final class CellCommand implements CliContribution {
  static final String NAME = "benchmark cell";

  private final Generations generations;
  private final Json json;

  @Inject
  CellCommand(Generations generations, Json json) {
    this.generations = generations;
    this.json = json;
  }

  @Override
  public int run(CliCall call) throws InterruptedException {
    Map<String, Object> fields = json.object(Path.of(call.parameters().get(0)));
    int steps = Integer.parseInt(call.parameters().get(1));
    call.print(json.write(CellClock.time(generations, fields, steps).values()));
    return 0;
  }
}
