package dev.kiln.examples.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.kiln.host.JsonCodec;
import dev.kiln.host.Versions;
import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.model.FoundModels;
import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelHashes;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.model.ProcessMemory;
import dev.kiln.host.model.SessionOpener;
import dev.kiln.host.onnx.OrtRuntime;
import dev.kiln.host.pipeline.GenerationPipeline;
import dev.kiln.host.plugin.HostPlaces;
import dev.kiln.host.plugin.PluginRuntime;
import dev.kiln.host.plugin.RuntimeSettings;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.Progress;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.weights.file.SafetensorsFile;
import dev.kiln.host.weights.wide.WideWeights;
import dev.kiln.spi.host.Json;
import dev.kiln.spi.host.ModelFiles;
import dev.kiln.spi.host.Pictures;
import dev.kiln.spi.host.Weights;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What LoRA costs: steps with 0, 1 and 4 files side by side, and a request of another strength. Run
 * by {@code ./mvnw -Pbench verify -Dbench=LoraBenchmark}; prints numbers, asserts none. With {@code
 * -Dkiln.bench.model=FILE} on a model of yours too. Numbers are the best of several: others may use
 * the machine.
 */
class LoraBenchmark {
  private static final Path DIST = Path.of(System.getProperty("kiln.root"), "dist/plugins");
  private static final long EVER = Long.MAX_VALUE;
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final int SWITCHES = Integer.getInteger("switches", 200);
  private static final int ROUNDS = Integer.getInteger("rounds", 5);
  private static final String PROMPT = "a girl, meadow";

  @TempDir Path folder;

  /** Seconds by the clock, and of all processors. */
  private record Step(double seconds, double processor) {}

  /** A host with the plugins that people have. */
  private final class Host implements AutoCloseable {
    private final ModelStore models;
    private final PluginRuntime plugins;

    Host(Path model, long liveBytes) throws IOException {
      Path home = Files.createDirectories(folder.resolve("home"));
      ModelHashes hashes = new ModelHashes(home.resolve("hashes.json"));
      WideWeights wide = new WideWeights(hashes, home.resolve("f32"), 1L << 34);
      ModelCatalog catalog = new ModelCatalog(model, hashes);
      models =
          new ModelStore(
              new SessionOpener(OrtRuntime.open(), wide, 8_000_000_000L, liveBytes),
              catalog,
              hashes,
              ModelStore.Limits.ONE);
      Path drop = Files.createDirectories(folder.resolve("plugins"));
      for (String id : List.of("lora", "fused-ops", "attention-xformers")) {
        Path jar = drop.resolve(id + "-0.1.0.jar");
        if (!Files.exists(jar)) {
          Files.copy(DIST.resolve(id + "-0.1.0.jar"), jar);
        }
      }
      plugins =
          new PluginRuntime(
              new RuntimeSettings(
                  drop,
                  home,
                  false,
                  Versions.SPI,
                  HostPlaces.NONE,
                  Map.of("lora", Map.of("folder", folder.toString())),
                  false),
              Map.of(
                  Weights.class,
                  (Weights) SafetensorsFile::open,
                  ModelFiles.class,
                  new FoundModels(catalog, hashes),
                  Pictures.class,
                  new PictureCodec(),
                  Json.class,
                  new JsonCodec()));
    }

    /** Each step but the first. */
    List<Step> steps(String name, String tags, int pixels, int count) {
      List<Step> times = new ArrayList<>();
      GenerationRequest request =
          GenerationRequest.of(PROMPT + tags)
              .model(name)
              .sampler("Euler")
              .steps(count)
              .seed(1)
              .size(pixels, pixels)
              .build();
      Progress progress =
          new Progress() {
            @Override
            public void step(int step, int steps) {
              times.add(new Step(System.nanoTime() / 1e9, SYSTEM.getProcessCpuTime() / 1e9));
            }
          };
      List<String> warnings =
          new GenerationPipeline(models, plugins)
              .generate("benchmark", request, progress, new Cancellation())
              .warnings();
      if (!warnings.isEmpty()) {
        throw new IllegalStateException("what is measured is not what was asked for: " + warnings);
      }
      List<Step> steps = new ArrayList<>();
      for (int i = 1; i < times.size(); i++) {
        Step last = times.get(i - 1);
        Step now = times.get(i);
        steps.add(new Step(now.seconds - last.seconds, now.processor - last.processor));
      }
      return steps;
    }

    /** A whole request of one step. */
    Step request(String name, String tags) {
      double start = System.nanoTime() / 1e9;
      double processor = SYSTEM.getProcessCpuTime() / 1e9;
      steps(name, tags, 64, 1);
      return new Step(
          System.nanoTime() / 1e9 - start, SYSTEM.getProcessCpuTime() / 1e9 - processor);
    }

    @Override
    public void close() {
      plugins.close();
      models.close();
    }
  }

  @Test
  void run() throws IOException {
    String own = System.getProperty("kiln.bench.model", "");
    measure(DefaultModel.models(), "default", 0, 128);
    if (!own.isEmpty()) {
      Path file = Path.of(own).toAbsolutePath();
      measure(file.getParent(), file.getFileName().toString(), 400_000_000, 128);
    }
  }

  private void measure(Path models, String name, long liveBytes, int pixels) throws IOException {
    List<String> tags = new ArrayList<>();
    ModelCatalog catalog =
        new ModelCatalog(models, new ModelHashes(folder.resolve("hashes-" + name + ".json")));
    for (int i = 0; i < 5; i++) {
      Path file = folder.resolve("%s-%d.safetensors".formatted(stem(name), i));
      LoraFixtures.write(catalog.choose(name), file, i);
      tags.add("<lora:%s-%d:0.5>".formatted(stem(name), i));
    }
    print("%n%s, all products, rank 16%n", name);
    try (Host host = new Host(models, liveBytes)) {
      steps(host, name, tags, pixels);
      switches(host, name, tags, "weights written in the session");
      memory(host, name, tags);
    }
    try (Host host = new Host(models, EVER)) {
      steps(host, name, tags, pixels);
      switches(host, name, tags, "a session each");
    }
  }

  private void steps(Host host, String name, List<String> tags, int pixels) {
    List<String> prompts = List.of("", tags.get(0), String.join("", tags.subList(0, 4)));
    List<List<Step>> found = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int round = 0; round <= ROUNDS; round++) {
      for (int i = 0; i < 3; i++) {
        List<Step> steps = host.steps(name, prompts.get(i), pixels, round == 0 ? 2 : 6);
        found.get(i).addAll(round == 0 ? List.of() : steps);
      }
    }
    double[] seconds = found.stream().mapToDouble(list -> best(list, Step::seconds)).toArray();
    double[] processor = found.stream().mapToDouble(list -> mean(list, Step::processor)).toArray();
    print(
        "  it/s at %d px with 0, 1, 4 files: %.2f %.2f %.2f; of processor time %.3f %.3f%n",
        pixels,
        1 / seconds[0],
        1 / seconds[1],
        1 / seconds[2],
        processor[0] / processor[1],
        processor[0] / processor[2]);
  }

  /** The system counts a process's time in hundredths of a second. */
  private static double mean(List<Step> steps, ToDoubleFunction<Step> what) {
    return steps.stream().mapToDouble(what).average().orElseThrow();
  }

  private static double best(List<Step> steps, ToDoubleFunction<Step> what) {
    return steps.stream().mapToDouble(what).min().orElseThrow();
  }

  /** A request of another strength against the same request again. */
  private void switches(Host host, String name, List<String> tags, String how) {
    List<Step> same = new ArrayList<>();
    List<Step> other = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      String tag = tags.get(0).replace("0.5", "1:0." + (i + 1));
      Step first = host.request(name, tag);
      if (i > 0) {
        other.add(first);
        same.add(host.request(name, tag));
      }
    }
    print(
        "  another strength, %s: %.3f s more than the %.3f s of a request, %.3f s of a processor%n",
        how,
        best(other, Step::seconds) - best(same, Step::seconds),
        best(same, Step::seconds),
        best(other, Step::processor) - best(same, Step::processor));
  }

  private void memory(Host host, String name, List<String> tags) {
    long before = 0;
    for (int i = 0; i < 20 + SWITCHES; i++) {
      host.request(name, tags.get(i % 5));
      if (i == 19) {
        before = settledBytes();
      }
    }
    print(
        "  %d switches among 5 sets: from %.0f to %.0f MB%n",
        SWITCHES, before / 1e6, settledBytes() / 1e6);
  }

  /** What is resident when the heap holds nothing but what is used. */
  private static long settledBytes() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ProcessMemory.residentBytes();
  }

  private static String stem(String name) {
    return name.replaceFirst("\\.[a-z]+$", "");
  }

  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format, values);
  }
}
