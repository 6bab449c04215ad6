package dev.kiln.examples.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.examples.bench.StartBenchmark.Start;
import dev.kiln.host.JsonCodec;
import dev.kiln.host.Versions;
import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.model.FoundModels;
import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelHashes;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.pipeline.GenerationPipeline;
import dev.kiln.host.plugin.HostPlaces;
import dev.kiln.host.plugin.PluginRuntime;
import dev.kiln.host.plugin.RuntimeSettings;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.Progress;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.testing.TestingStore;
import dev.kiln.spi.host.Json;
import dev.kiln.spi.host.ModelFiles;
import dev.kiln.spi.host.Networks;
import dev.kiln.spi.host.Pictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Run by {@code ./mvnw -Pbench -Dbench=ControlNetBenchmark verify}: what ControlNets cost a step,
 * and what it saves to keep them in memory. All rows of a table in turns, in one run.
 */
class ControlNetBenchmark {
  private static final Path ROOT = Path.of(System.getProperty("kiln.root"));
  private static final Path MAPS =
      ROOT.resolve("plugins/controlnet/src/test/resources/dev/kiln/plugin/controlnet");
  private static final int STEPS = 20;
  private static final int ROUNDS = Integer.getInteger("rounds", 15);
  private static final int FORKS = 5;

  @Test
  void run(@TempDir Path folder) throws IOException, InterruptedException {
    Map<String, List<Map<String, Object>>> kinds = new LinkedHashMap<>();
    kinds.put("none", List.of());
    kinds.put("seg", List.of(unit("seg")));
    kinds.put("seg, half of the steps", List.of(unit("seg", "guidance_end", 0.5)));
    kinds.put("seg, ControlNet is more important", List.of(unit("seg", "control_mode", 2)));
    kinds.put("seg and pose", List.of(unit("seg"), unit("pose")));
    kinds.put(
        "seg and pose, ControlNet is more important",
        List.of(unit("seg", "control_mode", 2), unit("pose", "control_mode", 2)));
    try (Host host = new Host(folder.resolve("steps"), Long.MAX_VALUE)) {
      for (int pixels : new int[] {128, 256}) {
        steps(host, pixels, kinds);
      }
    }
    memory(folder.resolve("forks"));
    residency(folder);
  }

  private static Map<String, Object> unit(String model, Object... more) throws IOException {
    Map<String, Object> unit = new HashMap<>();
    unit.put("model", model);
    byte[] map = Files.readAllBytes(MAPS.resolve(model.replaceFirst(".*/", "") + ".png"));
    unit.put("image", Base64.getEncoder().encodeToString(map));
    for (int i = 0; i < more.length; i += 2) {
      unit.put((String) more[i], more[i + 1]);
    }
    return unit;
  }

  private static void steps(Host host, int pixels, Map<String, List<Map<String, Object>>> kinds) {
    Map<String, List<Double>> seconds = new LinkedHashMap<>();
    kinds.forEach((name, units) -> host.draw(pixels, STEPS, units));
    for (int round = 0; round < ROUNDS; round++) {
      kinds.forEach(
          (name, units) ->
              seconds
                  .computeIfAbsent(name, any -> new ArrayList<>())
                  .add(host.draw(pixels, STEPS, units)));
    }
    print("%nSteps at %dx%d pixels, %d steps of Euler, CFG 7%n", pixels, pixels, STEPS);
    print("%-46s %9s %9s %16s %14s%n", "", "it/s", "best", "of none, median", "of none, best");
    double median = median(seconds.get("none"));
    double best = best(seconds.get("none"));
    seconds.forEach(
        (name, times) ->
            print(
                "%-46s %9.1f %9.1f %16.2f %14.2f%n",
                name,
                1 / median(times),
                1 / best(times),
                median / median(times),
                best / best(times)));
  }

  private static void memory(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    StartBenchmark forks = new StartBenchmark(ROOT.resolve("dist"), folder);
    String seg = "seg=" + MAPS.resolve("seg.png");
    String pose = "pose=" + MAPS.resolve("pose.png");
    Map<String, String[]> kinds = new LinkedHashMap<>();
    kinds.put("none", new String[0]);
    kinds.put("seg", new String[] {"--control", seg});
    kinds.put("seg and pose", new String[] {"--control", seg, "--control", pose});
    Map<String, List<Double>> peaks = new LinkedHashMap<>();
    for (int round = 0; round < FORKS; round++) {
      for (Map.Entry<String, String[]> kind : kinds.entrySet()) {
        Start start = forks.draw("on", kind.getValue());
        peaks.computeIfAbsent(kind.getKey(), any -> new ArrayList<>()).add(start.peakBytes() / 1e6);
      }
    }
    print("%nA process that draws one picture of 128x128%n%-46s %14s%n", "", "peak RSS MB");
    peaks.forEach((name, megabytes) -> print("%-46s %14.0f%n", name, median(megabytes)));
  }

  /** Whole requests of few steps, as clients send them one after the other. */
  private static void residency(Path folder) throws IOException {
    Map<String, List<Map<String, Object>>> kinds = new LinkedHashMap<>();
    kinds.put("2 units", List.of(unit("seg"), unit("pose")));
    kinds.put("3 units", List.of(unit("seg"), unit("pose"), unit("diffusers/controlnet/seg")));
    print("%nA request of 1 step, 128x128: ControlNets of 17 MB%n");
    print("%-46s %14s %14s %9s%n", "", "resident s", "loaded anew s", "saved s");
    try (Host resident = new Host(folder.resolve("resident"), Long.MAX_VALUE);
        Host anew = new Host(folder.resolve("anew"), 0)) {
      for (Map.Entry<String, List<Map<String, Object>>> kind : kinds.entrySet()) {
        List<Double> with = new ArrayList<>();
        List<Double> without = new ArrayList<>();
        resident.request(kind.getValue());
        anew.request(kind.getValue());
        for (int round = 0; round < ROUNDS; round++) {
          with.add(resident.request(kind.getValue()));
          without.add(anew.request(kind.getValue()));
        }
        print(
            "%-46s %14.3f %14.3f %9.3f%n",
            kind.getKey(), median(with), median(without), median(without) - median(with));
      }
    }
  }

  private static double median(List<Double> values) {
    return LoopBenchmark.median(values.stream().mapToDouble(it -> it).toArray());
  }

  private static double best(List<Double> values) {
    return values.stream().mapToDouble(it -> it).min().orElseThrow();
  }

  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format, values);
  }

  /** The host with the shipped plugins. */
  private static final class Host implements AutoCloseable {
    private final ModelStore models;
    private final PluginRuntime plugins;
    private final GenerationPipeline pipeline;

    Host(Path home, long networkBytes) throws IOException {
      Files.createDirectories(home);
      String fixtures = DefaultModel.diffusers().getParent().toString();
      new ObjectMapper()
          .writeValue(
              home.resolve("settings.json").toFile(),
              Map.of("plugins", Map.of("controlnet", Map.of("folder", fixtures))));
      ModelHashes hashes = new ModelHashes(home.resolve("hashes.json"));
      ModelCatalog catalog = new ModelCatalog(DefaultModel.models(), hashes);
      models =
          TestingStore.of(
              catalog, hashes, home, new ModelStore.Limits(1, Long.MAX_VALUE, networkBytes));
      plugins =
          new PluginRuntime(
              new RuntimeSettings(
                  ROOT.resolve("dist/plugins"), home, false, Versions.SPI, HostPlaces.NONE),
              Map.of(
                  ModelFiles.class, new FoundModels(catalog, hashes),
                  Pictures.class, new PictureCodec(),
                  Json.class, new JsonCodec(),
                  Networks.class, models.networks()));
      pipeline = new GenerationPipeline(models, plugins);
    }

    private static GenerationRequestBuilder wish(int pixels, int steps) {
      return GenerationRequest.of("a boy, green shirt, beach, sunset")
          .model("default")
          .sampler("Euler")
          .steps(steps)
          .seed(5)
          .size(pixels, pixels);
    }

    private void draw(GenerationRequestBuilder wish, Progress progress) {
      pipeline.generate("job", wish.build(), progress, new Cancellation());
    }

    /** Seconds a step, from the end of the first one to that of the last. */
    double draw(int pixels, int steps, List<Map<String, Object>> units) {
      long[] ends = new long[steps + 1];
      Progress watch =
          new Progress() {
            @Override
            public void step(int step, int all) {
              ends[step] = System.nanoTime();
            }
          };
      draw(wish(pixels, steps).plugin("controlnet", Map.of("units", units)), watch);
      return (ends[steps] - ends[1]) / 1e9 / (steps - 1);
    }

    /** Seconds for a whole request of one step. */
    double request(List<Map<String, Object>> units) {
      long start = System.nanoTime();
      draw(wish(128, 1).plugin("controlnet", Map.of("units", units)), Progress.SILENT);
      return (System.nanoTime() - start) / 1e9;
    }

    @Override
    public void close() {
      plugins.close();
      models.close();
    }
  }
}
