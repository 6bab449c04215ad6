package dev.kiln.plugin.systeminfo.attention;

import dev.kiln.spi.hook.CliContribution;
import dev.kiln.spi.host.CliCall;
import dev.kiln.spi.host.Json;
import dev.kiln.spi.host.QuietMachine;
import dev.kiln.spi.index.Command;
import dev.kiln.spi.index.Option;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.pf4j.Extension;

/** Measures optimizers on this machine, which a user would otherwise have to believe. */
@Extension
@Singleton
@Command(
    name = "benchmark attention",
    summary = "Compare attention optimizers side by side",
    parameters = "[MODEL]",
    options = AttentionCommand.Flags.class)
public final class AttentionCommand implements CliContribution {
  /** How much, and for whom. */
  record Flags(
      @Option(label = "Fewer sizes and rounds", defaultValue = "false", flags = "--quick")
          boolean quick,
      @Option(label = "Print the numbers as JSON", defaultValue = "false", flags = "--json")
          boolean json) {}

  private final AttentionBenchmark attention;
  private final QuietMachine machine;
  private final Json json;

  @Inject
  AttentionCommand(AttentionBenchmark attention, QuietMachine machine, Json json) {
    this.attention = attention;
    this.machine = machine;
    this.json = json;
  }

  @Override
  public int run(CliCall call) throws InterruptedException {
    Flags flags = call.options(Flags.class);
    String model = call.parameters().isEmpty() ? "" : call.parameters().get(0);
    Extent extent = new Extent(flags.quick(), model);
    attention.check(extent);
    Comparison comparison;
    try (QuietMachine.Hold hold = machine.hold("kiln benchmark attention")) {
      comparison = attention.compare(extent, call::say);
    }
    if (flags.json()) {
      call.print(json.write(new ComparisonJson(comparison).values()));
    } else {
      new ComparisonTable(comparison).lines().forEach(call::print);
    }
    return 0;
  }
}
