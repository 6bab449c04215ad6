package dev.kiln.plugin.systeminfo.peers;

import dev.kiln.plugin.systeminfo.StepClock;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/** Kiln as one of the peers: it takes the same job and gives the same answer. */
@Extension
@Singleton
@Command(
    name = KilnPeer.NAME,
    summary = "Make one picture, as kiln benchmark peers does in a process of its own",
    parameters = {"JOB", "ANSWER"})
public final class KilnPeer implements CliContribution {
  static final String NAME = "benchmark peer";

  /** Plugins with their options, by the variant that they make. */
  private static final Map<String, Map<String, Map<String, Object>>> PLUGINS =
      Map.of(
          "winograd",
          Map.of("winograd", Map.of("memory", 2)),
          // Gigabytes: more than all layers together want.
          "winograd-unlimited",
          Map.of("winograd", Map.of("memory", 64)),
          "int8",
          Map.of("quantize", Map.of("compute", "int8")));

  private final HostState host;
  private final Generations generations;
  private final Pictures pictures;
  private final Json json;

  @Inject
  KilnPeer(HostState host, Generations generations, Pictures pictures, Json json) {
    this.host = host;
    this.generations = generations;
    this.pictures = pictures;
    this.json = json;
  }

  @Override
  public int run(CliCall call) throws IOException, InterruptedException {
    Map<String, @Nullable Object> job = json.object(Path.of(call.parameters().get(0)));
    StepClock clock = new StepClock();
    long submitted = System.nanoTime();
    Generated made = generations.submit(request(job), clock).await();
    Files.write(
        Path.of(Objects.requireNonNull(job.get("picture")).toString()),
        pictures.write(made.pictures().get(0)));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("step_seconds", clock.steps());
    answer.put("decode_seconds", clock.decodeSeconds());
    answer.put("load_seconds", (clock.began() - submitted) / 1e9);
    answer.put(
        "versions", Map.of("kiln", host.version(), "java", System.getProperty("java.version")));
    answer.put("note", "");
    Files.writeString(Path.of(call.parameters().get(1)), json.write(answer));
    return 0;
  }

  static Map<String, @Nullable Object> request(Map<String, @Nullable Object> job) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    for (String same :
        List.of(
            "model",
            "prompt",
            "negative_prompt",
            "cfg_scale",
            "seed",
            "steps",
            "width",
            "height")) {
      fields.put(same, job.get(same));
    }
    fields.put("sampler", "Euler");
    String variant = String.valueOf(job.get("variant"));
    fields.put("attention", variant.equals("automatic") ? "" : "sdp");
    fields.put("plugins", PLUGINS.getOrDefault(variant, Map.of()));
    return fields;
  }
}
