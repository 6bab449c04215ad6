package dev.kiln.plugin.systeminfo.micro;

import dev.kiln.plugin.systeminfo.machine.Machine;
import dev.kiln.spi.hook.CliContribution;
import dev.kiln.spi.host.CliCall;
import dev.kiln.spi.host.Json;
import dev.kiln.spi.host.QuietMachine;
import dev.kiln.spi.index.Command;
import dev.kiln.spi.index.Option;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.pf4j.Extension;

/** Times operators and blocks alone, where a whole network hides which of them is slow. */
@Extension
@Singleton
@Command(
    name = "benchmark micro",
    summary = "Time attention, and blocks of transformers, Swin, MetaFormers and ResNets, alone",
    options = MicroCommand.Flags.class)
public final class MicroCommand implements CliContribution {
  /** How much, and for whom. */
  record Flags(
      @Option(label = "One picture of 4096 tokens only", defaultValue = "false", flags = "--quick")
          boolean quick,
      @Option(label = "Print the numbers as JSON", defaultValue = "false", flags = "--json")
          boolean json) {}

  private final MicroBenchmark benchmark;
  private final Machine card;
  private final QuietMachine machine;
  private final Json json;

  @Inject
  MicroCommand(MicroBenchmark benchmark, Machine card, QuietMachine machine, Json json) {
    this.benchmark = benchmark;
    this.card = card;
    this.machine = machine;
    this.json = json;
  }

  @Override
  public int run(CliCall call) throws InterruptedException {
    Flags flags = call.options(Flags.class);
    MicroTable table;
    try (QuietMachine.Hold hold = machine.hold("kiln benchmark micro")) {
      table = new MicroTable(card.card(), benchmark.run(flags.quick(), call::say));
    }
    if (flags.json()) {
      call.print(json.write(table.values()));
    } else {
      table.lines().forEach(call::print);
    }
    return 0;
  }
}
