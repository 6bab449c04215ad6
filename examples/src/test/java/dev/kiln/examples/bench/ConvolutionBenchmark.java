package dev.kiln.examples.bench;

import dev.kiln.host.random.Precision;
import dev.kiln.host.random.RandomModel;
import dev.kiln.host.random.RandomModel.Form;
import dev.kiln.host.random.RandomModel.Kind;
import dev.kiln.host.random.Recipes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Run by {@code ./mvnw -Pbench -Dbench=ConvolutionBenchmark verify}: what winograd gains and costs
 * in the UNet and in the image decoder of Stable Diffusion 1.5's shape. Each row is a process of
 * its own, which opens the network and runs it four times; {@code -Drounds=3} makes three of each,
 * in turns. {@code -Dside=768} is another size than 512x512. Layers alone are measured by {@code
 * kiln tune}. Writes 4 GB below {@code target/} and leaves them for the next run.
 */
class ConvolutionBenchmark {
  private static final Path ROOT = Path.of(System.getProperty("kiln.root"));
  private static final Path MODELS = ROOT.resolve("target/bench-models");
  private static final int SIDE = Integer.getInteger("side", 512);
  private static final int ROUNDS = Integer.getInteger("rounds", 2);

  /** As the network is, with the plugin's default, and with all that it wants. */
  private static final List<Integer> MEMORIES = List.of(0, 2, 1000);

  /** What one process said. */
  private record Row(double opened, double best, double peak, int taken) {
    /** The better time of both. */
    Row with(Row other) {
      return new Row(Math.min(opened, other.opened), Math.min(best, other.best), peak, other.taken);
    }
  }

  @Test
  void run(@TempDir Path folder) throws IOException, InterruptedException {
    RandomModel.Values values = new RandomModel.Values(1, Precision.F32, false);
    new RandomModel(Recipes.like("sd15"), values, Kind.MODEL, Form.SINGLE)
        .write(MODELS.resolve("f32"));
    Files.createDirectories(folder.resolve("home"));
    for (String plugin : List.of("attention-sdp", "fused-ops", "winograd")) {
      Files.copy(jar(plugin), folder.resolve(plugin + ".jar"));
    }
    for (String network : List.of("UNET", "VAE_DECODER")) {
      print("%n%s at %dx%d, Stable Diffusion 1.5's shape, attention sdp%n", network, SIDE, SIDE);
      print(
          "%-22s %8s %8s %8s %9s %12s%n",
          "winograd.memory",
          "open s",
          "run s",
          "ratio",
          "peak GB",
          "convolutions");
      Row[] rows = new Row[MEMORIES.size()];
      for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < rows.length; i++) {
          Row row = probe(folder, network, MEMORIES.get(i));
          rows[i] = rows[i] == null ? row : rows[i].with(row);
        }
      }
      for (int i = 0; i < rows.length; i++) {
        Row row = rows[i];
        print(
            "%-22d %8.1f %8.2f %8.2f %9.2f %12d%n",
            MEMORIES.get(i),
            row.opened,
            row.best,
            rows[0].best / row.best,
            row.peak / 1e9,
            row.taken);
      }
      print(
          "largest difference %.1e of the largest value%n",
          difference(folder.resolve(network + "0"), folder.resolve(network + "1000")));
    }
  }

  private static Row probe(Path folder, String network, int memory)
      throws IOException, InterruptedException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx1g",
            "-XX:MaxDirectMemorySize=64g",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            ConvolutionProbe.class.getName(),
            MODELS.toString(),
            "f32",
            folder.toString(),
            network,
            String.valueOf(SIDE),
            String.valueOf(memory),
            folder.resolve(network + memory).toString());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(network + " with " + memory + " GB failed: " + said);
    }
    String[] numbers = said.strip().split(" ");
    return new Row(
        Double.parseDouble(numbers[0]),
        Double.parseDouble(numbers[1]),
        Double.parseDouble(numbers[2]),
        Integer.parseInt(numbers[3]));
  }

  private static Path jar(String plugin) throws IOException {
    try (var jars = Files.list(ROOT.resolve("dist/plugins"))) {
      return jars.filter(jar -> jar.getFileName().toString().matches(plugin + "-\\d.*\\.jar"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static double difference(Path one, Path other) throws IOException {
    FloatBuffer a = ByteBuffer.wrap(Files.readAllBytes(one)).asFloatBuffer();
    FloatBuffer b = ByteBuffer.wrap(Files.readAllBytes(other)).asFloatBuffer();
    double most = 0;
    double largest = 0;
    while (a.hasRemaining()) {
      float wanted = a.get();
      most = Math.max(most, Math.abs(wanted - b.get()));
      largest = Math.max(largest, Math.abs(wanted));
    }
    return most / largest;
  }

  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format, values);
  }
}
