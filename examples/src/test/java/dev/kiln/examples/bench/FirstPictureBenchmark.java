package dev.kiln.examples.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.examples.bench.StartBenchmark.Start;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long a new process takes to a picture of one step, beside ONNX Runtime from Python: tokens,
 * text encoder, one step of Euler, VAE, PNG. Run by {@code ./mvnw -Pbench
 * -Dbench=FirstPictureBenchmark -Dpeers.python=PYTHON verify}; without an interpreter that has the
 * peer's libraries that row is missing. {@code -Dmodel=DIR} names an ONNX folder in place of the
 * default model, {@code -Dside} its pictures' side. Prints numbers, asserts none.
 */
class FirstPictureBenchmark {
  private static final int ROUNDS = 10;

  /** Another prompt in each round, as long as the others: no program has its embedding yet. */
  private static final List<String> PLACES =
      List.of(
          "beach",
          "city",
          "desert",
          "forest",
          "lake",
          "meadow",
          "mountain",
          "night",
          "rain",
          "snow");

  private static final Path ROOT = Path.of(System.getProperty("kiln.root"));
  private static final Path DIST = ROOT.resolve("dist");
  private static final Path MODEL =
      Path.of(System.getProperty("model", DIST.resolve("models/default").toString()));
  private static final String SIDE = System.getProperty("side", "128");
  private static final String PYTHON = System.getProperty("peers.python", "");

  @TempDir private Path folder;

  @Test
  void run() throws IOException, InterruptedException {
    StartBenchmark forks = new StartBenchmark(DIST, folder);
    Map<String, List<Start>> all = new LinkedHashMap<>();
    kiln(forks, "meadow");
    for (int round = 0; round < ROUNDS; round++) {
      String place = PLACES.get(round);
      add(all, "the shipped plugins", kiln(forks, place));
      add(all, "the same, a prompt that was seen", kiln(forks, place));
      add(all, "the same, nothing prepared", kiln(forks, place, "--weights-cache", "0"));
      add(all, "--safe-mode", kiln(forks, place, "--safe-mode"));
      if (!PYTHON.isEmpty()) {
        add(all, "Python, ONNX Runtime", forks.untilItEnds(python(place)));
        demandPicture();
      }
    }
    print("%nA picture of one step, %s pixels, medians of %d%n", SIDE + "x" + SIDE, ROUNDS);
    print("%-36s %10s %10s %10s %14s%n", "", "ms", "ms, best", "CPU ms", "peak RSS MB");
    all.forEach(FirstPictureBenchmark::print);
    ratio(all, "--safe-mode");
    ratio(all, "Python, ONNX Runtime");
  }

  private static void add(Map<String, List<Start>> all, String name, Start start) {
    all.computeIfAbsent(name, key -> new ArrayList<>()).add(start);
  }

  private static Start kiln(StartBenchmark forks, String place, String... more)
      throws IOException, InterruptedException {
    return forks.draw("on", arguments(place, more));
  }

  /**
   * Those behind {@link StartBenchmark#draw}'s own. With a size, the model's upscaler is not used.
   */
  private static String[] arguments(String place, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("-n", place, "--steps", "1", "--sampler", "Euler", "--cfg", "7"));
    arguments.addAll(List.of("--size", SIDE + "x" + SIDE, "--model", MODEL.toString()));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  private ProcessBuilder python(String place) throws IOException {
    Map<String, Object> job = new LinkedHashMap<>();
    job.put("onnx", MODEL.toString());
    job.put("prompt", "a girl, meadow");
    job.put("negative_prompt", place);
    job.put("cfg_scale", 7);
    job.put("seed", 1);
    job.put("steps", 1);
    job.put("width", Integer.parseInt(SIDE));
    job.put("height", Integer.parseInt(SIDE));
    job.put("threads", Runtime.getRuntime().availableProcessors());
    job.put("variant", "f32");
    job.put("picture", folder.resolve("peer.png").toString());
    Path file = Files.write(folder.resolve("job.json"), new ObjectMapper().writeValueAsBytes(job));
    return new ProcessBuilder(
        PYTHON,
        ROOT.resolve("examples/peers/onnxruntime_txt2img.py").toString(),
        file.toString(),
        folder.resolve("answer.json").toString());
  }

  /** A peer without its libraries says so, and ends as if all were well. */
  private void demandPicture() throws IOException {
    String answer = Files.readString(folder.resolve("answer.json"));
    if (answer.contains("\"missing\"")) {
      throw new IllegalStateException(PYTHON + " cannot run the peer: " + answer);
    }
  }

  private static double seconds(List<Start> starts) {
    return LoopBenchmark.median(starts.stream().mapToDouble(Start::seconds).toArray());
  }

  private static void print(String name, List<Start> starts) {
    print(
        "%-36s %10.0f %10.0f %10.0f %14.0f%n",
        name,
        seconds(starts) * 1e3,
        starts.stream().mapToDouble(Start::seconds).min().orElseThrow() * 1e3,
        LoopBenchmark.median(starts.stream().mapToDouble(Start::cpuSeconds).toArray()) * 1e3,
        LoopBenchmark.median(starts.stream().mapToDouble(Start::peakBytes).toArray()) / 1e6);
  }

  private static void ratio(Map<String, List<Start>> all, String other) {
    if (all.containsKey(other)) {
      double ratio = seconds(all.get("the shipped plugins")) / seconds(all.get(other));
      print("the shipped plugins take %.2f times the time of %s%n", ratio, other);
    }
  }

  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format, values);
  }
}
