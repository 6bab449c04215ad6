package dev.kiln.examples.bench;

import dev.kiln.host.random.Precision;
import dev.kiln.host.random.RandomModel;
import dev.kiln.host.random.RandomModel.Form;
import dev.kiln.host.random.RandomModel.Kind;
import dev.kiln.host.random.Recipes;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Run by {@code ./mvnw -Pbench -Dbench=CheckpointBenchmark verify}: how a checkpoint of Stable
 * Diffusion 1.5's shape loads and runs, in all its forms and both ways of loading. Each row is a
 * process of its own. Writes about 15 GB below {@code target/} and leaves them for the next run.
 */
class CheckpointBenchmark {
  private static final Path MODELS =
      Path.of(System.getProperty("kiln.root"), "target", "bench-models");
  private static final int ROUNDS = Integer.getInteger("rounds", 2);

  private final PrintStream out = System.out;

  /** What one process said. */
  private record Row(double loaded, double peakLoading, double step, double peakRunning) {}

  @Test
  void run() throws IOException, InterruptedException {
    make("f32", Precision.F32, Form.SINGLE);
    make("f16", Precision.F16, Form.SINGLE);
    make("export", Precision.F32, Form.ONNX);
    delete(MODELS.resolve(".kiln-f32"));
    double weights = Files.size(MODELS.resolve("f32.safetensors"));
    print("%nStable Diffusion 1.5's shape, weights in f32: %.2f GB%n", weights / 1e9);
    print("%-44s %8s %12s %8s %12s%n", "", "load s", "peak/weights", "step s", "peak GB");
    List<Row> exports = new ArrayList<>();
    List<Row> built = new ArrayList<>();
    print("f16 file, packed, first start (widens)", probe("f16", "PACKED", "own"), weights);
    print("f16 file, packed, second start", probe("f16", "PACKED", "own"), weights);
    print("f16 file, mapped, second start", probe("f16", "MAPPED", "own"), weights);
    for (int round = 0; round < ROUNDS; round++) {
      built.add(probe("f32", "PACKED", "own"));
      print("f32 file, packed", built.get(round), weights);
      exports.add(probe("export", "PACKED", "own"));
      print("export by optimum, packed", exports.get(round), weights);
      print("f32 file, mapped (--fast-load)", probe("f32", "MAPPED", "own"), weights);
    }
    print(
        "%nstep of the built graph : step of the export = 1 : %.2f%n", best(exports) / best(built));
    print("%nUNet alone, ways to write a linear layer%n");
    for (int round = 0; round < ROUNDS; round++) {
      for (String form : List.of("fused", "gemm", "transpose")) {
        for (String loading : List.of("PACKED", "MAPPED")) {
          print(
              form + ", " + loading.toLowerCase(Locale.ROOT), probe("f32", loading, form), weights);
        }
      }
    }
  }

  private static double best(List<Row> rows) {
    return rows.stream().mapToDouble(Row::step).min().orElseThrow();
  }

  private static void make(String name, Precision precision, Form form) {
    RandomModel.Values values = new RandomModel.Values(1, precision, false);
    new RandomModel(Recipes.like("sd15"), values, Kind.MODEL, form).write(MODELS.resolve(name));
  }

  private static void delete(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      try (var files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private Row probe(String model, String loading, String form)
      throws IOException, InterruptedException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            LoadProbe.class.getName(),
            MODELS.toString(),
            model,
            loading,
            form);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(model + " " + loading + " " + form + " failed: " + said);
    }
    String[] numbers = said.strip().split(" ");
    return new Row(
        Double.parseDouble(numbers[0]),
        Double.parseDouble(numbers[1]),
        Double.parseDouble(numbers[2]),
        Double.parseDouble(numbers[3]));
  }

  private void print(String name, Row row, double weights) {
    print(
        "%-44s %8.1f %12.2f %8.2f %12.2f%n",
        name, row.loaded, row.peakLoading / weights, row.step, row.peakRunning / 1e9);
  }

  private void print(String format, Object... values) {
    out.printf(Locale.ROOT, format, values);
  }
}
