package dev.kiln.plugin.fast.benchmark;

import dev.kiln.spi.hook.CliContribution;
import dev.kiln.spi.host.CliCall;
import dev.kiln.spi.host.Generated;
import dev.kiln.spi.host.Generations;
import dev.kiln.spi.host.HostState;
import dev.kiln.spi.host.Json;
import dev.kiln.spi.host.Pictures;
import dev.kiln.spi.index.Command;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/** What the benchmark starts in a process of its own, whose memory is measured. */
@Extension
@Singleton
@Command(
    name = PicturesCommand.NAME,
    summary = "Time requests, as kiln benchmark accelerators does in a process of its own",
    parameters = {"REQUESTS", "FOLDER"})
public final class PicturesCommand implements CliContribution {
  static final String NAME = "benchmark pictures";
  static final String REQUESTS = "requests";

  private final Generations generations;
  private final RowCount count;
  private final HostState host;
  private final Pictures pictures;
  private final Json json;

  @Inject
  PicturesCommand(
      Generations generations, RowCount count, HostState host, Pictures pictures, Json json) {
    this.generations = generations;
    this.count = count;
    this.host = host;
    this.pictures = pictures;
    this.json = json;
  }

  @Override
  public int run(CliCall call) throws IOException, InterruptedException {
    Map<String, @Nullable Object> job = json.object(Path.of(call.parameters().get(0)));
    Path folder = Path.of(call.parameters().get(1));
    List<Map<String, Object>> requests = requests(job);
    // The first is drawn once more: sessions are made in it.
    LoopClock clock = new LoopClock();
    long submitted = System.nanoTime();
    Generated first = generations.submit(requests.get(0), clock).await();
    double ready = clock.secondsBefore(submitted);
    List<Shot> shots = new ArrayList<>();
    for (Map<String, Object> request : requests) {
      shots.add(draw(request, folder));
    }
    String note = first.warnings().isEmpty() ? "" : first.warnings().get(0);
    Trial trial = new Trial(shots, ready, 0, host.attention(), first.infotexts().get(0), note, "");
    call.print(json.write(trial.values()));
    return 0;
  }

  private Shot draw(Map<String, Object> request, Path folder)
      throws IOException, InterruptedException {
    LoopClock clock = new LoopClock();
    count.begin();
    long submitted = System.nanoTime();
    Generated made = generations.submit(request, clock).await();
    double seconds = (System.nanoTime() - submitted) / 1e9;
    long seed = ((Number) Objects.requireNonNull(request.get("seed"))).longValue();
    Files.write(picture(folder, seed), pictures.write(made.pictures().get(0)));
    double unknown = Double.NaN;
    return new Shot(seed, clock.loopSeconds(), seconds, count.rows(), unknown, unknown, unknown);
  }

  /** Where the picture of a seed is put. */
  static Path picture(Path folder, long seed) {
    return folder.resolve(seed + ".png");
  }

  @SuppressWarnings("unchecked") // JSON's objects have texts as keys.
  private static List<Map<String, Object>> requests(Map<String, @Nullable Object> job) {
    return ((List<?>) Objects.requireNonNull(job.get(REQUESTS)))
        .stream().map(it -> (Map<String, Object>) it).toList();
  }
}
