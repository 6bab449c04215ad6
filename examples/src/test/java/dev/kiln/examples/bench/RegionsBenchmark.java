package dev.kiln.examples.bench;

import dev.kiln.host.Versions;
import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.pipeline.GenerationPipeline;
import dev.kiln.host.pipeline.hook.HookSource;
import dev.kiln.host.plugin.HostPlaces;
import dev.kiln.host.plugin.PluginRuntime;
import dev.kiln.host.plugin.RuntimeSettings;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.Progress;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.spi.host.DeviceInfo;
import dev.kiln.spi.host.Pictures;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Run by {@code ./mvnw -Pbench -Dbench=RegionsBenchmark verify}: what regions cost a step, all ways
 * in turns. A common prompt lies beneath the regions, so that two regions are three parts.
 */
class RegionsBenchmark {
  private static final int STEPS = 8;
  private static final int ROUNDS = Integer.getInteger("kiln.rounds", 7);

  private static final String DIVISIONS = "1:1,1:2,1:2,2:2,2:2";
  private static final String POSITIONS = "0:0,0:0,0:1,1:0,1:1";
  private static final String WEIGHTS = "0.2,0.8,0.8,0.8,0.8";
  private static final String PROMPT =
      "meadow, day AND a boy, blue hair AND a girl, red hair AND a tree AND a house";

  private final PrintStream out = System.out;

  /** What is measured, and the plugins that take part. */
  private record Way(String name, HookSource plugins, GenerationRequest request) {}

  @Test
  void run(@TempDir Path folder) throws IOException {
    Path jars = Files.createDirectories(folder.resolve("jars"));
    try (Stream<Path> built =
        Files.list(Path.of(System.getProperty("kiln.root"), "dist", "plugins"))) {
      for (Path jar : built.toList()) {
        if (jar.getFileName().toString().matches("(latent-couple|attention-sdp)-\\d.*")) {
          Files.copy(jar, jars.resolve(jar.getFileName()));
        }
      }
    }
    RuntimeSettings settings =
        new RuntimeSettings(jars, folder, false, Versions.SPI, HostPlaces.NONE);
    Map<Class<?>, Object> lent =
        Map.of(DeviceInfo.class, new DeviceInfo("cpu", 2), Pictures.class, new PictureCodec());
    try (ModelStore models = DefaultModel.store(folder);
        PluginRuntime plugins = new PluginRuntime(settings, lent)) {
      print(
          "%nRegions, default model, Euler, attention by sdp: lower quartiles of a step, in turns%n");
      for (int[] size : new int[][] {{128, 128}, {192, 128}, {512, 512}}) {
        measure(models, ways(plugins, size[0], size[1]), size);
      }
    }
  }

  private static List<Way> ways(PluginRuntime plugins, int width, int height) {
    List<Way> ways = new ArrayList<>();
    ways.add(
        new Way(
            "no regions",
            plugins,
            request("meadow, day, a boy, blue hair", Map.of(), width, height)));
    for (int regions : new int[] {1, 2, 4}) {
      String prompt = joined(PROMPT, " AND ", regions + 1);
      String name = regions + (regions == 1 ? " region, " : " regions, ");
      ways.add(new Way(name + "naive two-shot", plugins, request(prompt, Map.of(), width, height)));
      for (String mode : List.of("classic", "attention")) {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("divisions", joined(DIVISIONS, ",", regions + 1));
        options.put("positions", joined(POSITIONS, ",", regions + 1));
        options.put("weights", joined(WEIGHTS, ",", regions + 1));
        options.put("mode", mode);
        ways.add(new Way(name + mode, plugins, request(prompt, options, width, height)));
      }
    }
    return ways;
  }

  private static String joined(String list, String separator, int count) {
    return String.join(separator, Arrays.asList(list.split(separator)).subList(0, count));
  }

  private static GenerationRequest request(
      String prompt, Map<String, Object> options, int width, int height) {
    var request =
        GenerationRequest.of(prompt)
            .seed(1)
            .sampler("Euler")
            .steps(STEPS)
            .size(width, height)
            .attention("sdp");
    return (options.isEmpty() ? request : request.plugin("latent-couple", options)).build();
  }

  private void measure(ModelStore models, List<Way> ways, int[] size) {
    double[][] samples = new double[ways.size()][];
    Arrays.fill(samples, new double[0]);
    for (int round = 0; round <= ROUNDS; round++) {
      for (int way = 0; way < samples.length; way++) {
        double[] steps = steps(models, ways.get(way));
        // The first round makes the sessions.
        samples[way] = round == 0 ? new double[0] : both(samples[way], steps);
      }
    }
    double none = quartile(samples[0]);
    print("%dx%d%n%-28s %9s %9s %22s%n", size[0], size[1], "", "ms", "it/s", "speed of no regions");
    for (int way = 0; way < samples.length; way++) {
      double seconds = quartile(samples[way]);
      print(
          "%-28s %9.2f %9.1f %22.2f%n",
          ways.get(way).name, seconds * 1e3, 1 / seconds, none / seconds);
    }
  }

  private static double[] both(double[] a, double[] b) {
    double[] all = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    return all;
  }

  /** What others do on the machine makes steps slower, never faster. */
  private static double quartile(double[] seconds) {
    Arrays.sort(seconds);
    return seconds[seconds.length / 4];
  }

  /** Seconds of each step but the first. */
  private static double[] steps(ModelStore models, Way way) {
    long[] ends = new long[STEPS];
    Progress clock =
        new Progress() {
          @Override
          public void step(int step, int steps) {
            ends[step - 1] = System.nanoTime();
          }
        };
    new GenerationPipeline(models, way.plugins)
        .generate("benchmark", way.request, clock, new Cancellation());
    double[] seconds = new double[STEPS - 1];
    for (int i = 0; i < seconds.length; i++) {
      seconds[i] = (ends[i + 1] - ends[i]) / 1e9;
    }
    return seconds;
  }

  private void print(String format, Object... values) {
    out.printf(Locale.ROOT, format, values);
  }
}
