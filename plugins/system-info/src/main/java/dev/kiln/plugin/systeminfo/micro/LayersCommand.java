package dev.kiln.plugin.systeminfo.micro;

import dev.kiln.plugin.systeminfo.machine.Machine;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.hook.CliContribution;
import dev.kiln.spi.host.CliCall;
import dev.kiln.spi.host.Json;
import dev.kiln.spi.host.QuietMachine;
import dev.kiln.spi.index.Command;
import dev.kiln.spi.index.Option;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pf4j.Extension;

/** Splits a step by kind of layer, since a faster attention wins only what attention takes. */
@Extension
@Singleton
@Command(
    name = "benchmark layers",
    summary = "Split a step of a UNet by kind of layer: convolution, linear, attention, norm, rest",
    parameters = "[MODEL]",
    options = LayersCommand.Flags.class)
public final class LayersCommand implements CliContribution {
  private static final Pattern SIZE = Pattern.compile("([1-9]\\d{0,4})x([1-9]\\d{0,4})");
  private static final int SMALLEST = 64;

  /** What is split, and for whom. */
  record Flags(
      @Option(label = "Width and height of the picture", defaultValue = "512x512", flags = "--size")
          String size,
      @Option(
              label = "The optimizer of attention; sdp where it is installed",
              defaultValue = "",
              flags = "--optimizer")
          String optimizer,
      @Option(label = "Print the numbers as JSON", defaultValue = "false", flags = "--json")
          boolean json) {}

  private final LayerBenchmark benchmark;
  private final Machine card;
  private final QuietMachine machine;
  private final Json json;

  @Inject
  LayersCommand(LayerBenchmark benchmark, Machine card, QuietMachine machine, Json json) {
    this.benchmark = benchmark;
    this.card = card;
    this.machine = machine;
    this.json = json;
  }

  @Override
  public int run(CliCall call) {
    Flags flags = call.options(Flags.class);
    Matcher size = SIZE.matcher(flags.size());
    if (!size.matches() || side(size, 1) < SMALLEST || side(size, 2) < SMALLEST) {
      throw new BadRequest(
          "--size is WIDTHxHEIGHT of at least 64x64, 512x768 say, not \"" + flags.size() + "\"");
    }
    String model = call.parameters().isEmpty() ? "" : call.parameters().get(0);
    LayerBenchmark.Wish wish =
        new LayerBenchmark.Wish(model, side(size, 1), side(size, 2), flags.optimizer());
    LayerTable table;
    try (QuietMachine.Hold hold = machine.hold("kiln benchmark layers")) {
      table = benchmark.run(wish, call::say);
    }
    if (flags.json()) {
      call.print(json.write(table.values(card.card())));
    } else {
      table.lines(card.card()).forEach(call::print);
    }
    return 0;
  }

  private static int side(Matcher size, int group) {
    return Integer.parseInt(size.group(group));
  }
}
