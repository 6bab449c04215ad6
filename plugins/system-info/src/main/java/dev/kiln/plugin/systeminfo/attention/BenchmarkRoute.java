package dev.kiln.plugin.systeminfo.attention;

import dev.kiln.spi.hook.HttpEndpoint;
import dev.kiln.spi.host.ApiCall;
import dev.kiln.spi.host.ApiResponse;
import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.Route;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.pf4j.Extension;

/**
 * The benchmark over HTTP: any number of events {@code progress} with a sentence, then {@code done}
 * with the numbers. It ends before its next comparison when nobody listens any more.
 */
@Extension
@Singleton
@Route(
    method = "POST",
    path = BenchmarkRoute.PATH,
    summary = "Compare attention optimizers, with server-sent events of how far it is",
    body = BenchmarkRoute.Asked.class)
public final class BenchmarkRoute implements HttpEndpoint {
  static final String PATH = "/kiln/v1/benchmark/attention";

  /** As {@code kiln benchmark attention} takes it. */
  record Asked(
      @Option(label = "Fewer sizes and rounds", defaultValue = "false") boolean quick,
      @Option(label = "A model to measure too", defaultValue = "") String model) {}

  private final AttentionBenchmark benchmark;

  @Inject
  BenchmarkRoute(AttentionBenchmark benchmark) {
    this.benchmark = benchmark;
  }

  @Override
  public ApiResponse handle(ApiCall call) {
    Asked asked = call.body(Asked.class);
    Extent extent = new Extent(asked.quick(), asked.model());
    benchmark.check(extent);
    return new ApiResponse.Events(
        listener -> {
          Comparison comparison =
              benchmark.compare(extent, line -> listener.send("progress", line));
          listener.send("done", new ComparisonJson(comparison).values());
        });
  }
}
