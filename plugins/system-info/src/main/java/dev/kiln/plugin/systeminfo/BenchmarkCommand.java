package dev.kiln.plugin.systeminfo;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.hook.CliContribution;
import dev.kiln.spi.host.CliCall;
import dev.kiln.spi.host.Json;
import dev.kiln.spi.index.Command;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import org.pf4j.Extension;

/** Measures on this machine what a user would otherwise have to believe. */
@Extension
@Singleton
@Command(
    name = "benchmark",
    summary = "Measure side by side: kiln benchmark attention [quick] [json] [MODEL]",
    parameters = {"WHAT", "[WORD...]"})
public final class BenchmarkCommand implements CliContribution {
  private final AttentionBenchmark attention;
  private final Weighing weighing;
  private final Json json;

  @Inject
  BenchmarkCommand(AttentionBenchmark attention, Weighing weighing, Json json) {
    this.attention = attention;
    this.weighing = weighing;
    this.json = json;
  }

  @Override
  public int run(CliCall call) throws InterruptedException {
    List<String> words = call.parameters();
    List<String> rest = words.subList(1, words.size());
    switch (words.get(0)) {
      case "attention" -> compare(BenchmarkWords.parse(rest), call);
      case Weighing.WORD -> weigh(rest, call);
      default ->
          throw new BadRequest(
              "there is no benchmark \"" + words.get(0) + "\"; there is: attention");
    }
    return 0;
  }

  private void compare(BenchmarkWords words, CliCall call) throws InterruptedException {
    Comparison comparison = attention.compare(words, call::say);
    if (words.json()) {
      call.print(json.write(new ComparisonJson(comparison).values()));
    } else {
      new ComparisonTable(comparison).lines().forEach(call::print);
    }
  }

  private void weigh(List<String> words, CliCall call) {
    if (words.size() != 2) {
      throw new BadRequest("kiln benchmark weigh takes OPTIMIZER WORK, found " + words.size());
    }
    weighing.work(words.get(0), Workload.parse(words.get(1)), call);
  }
}
