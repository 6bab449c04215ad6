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
 * Run by {@code ./mvnw -Pbench -Dbench=VaeBenchmark verify}: what it takes to decode a picture with
 * an image codec of Stable Diffusion 1.5's shape, as a whole and in tiles, and how far the two
 * differ. {@code -Dside=1024} takes less than the 17 GB of 2048. Writes 2 GB below {@code target/}
 * and leaves them for the next run.
 */
class VaeBenchmark {
  private static final Path ROOT = Path.of(System.getProperty("kiln.root"));
  private static final Path MODELS = ROOT.resolve("target/bench-models");
  private static final int SIDE = Integer.getInteger("side", 2048);

  /** What one process said. */
  private record Row(double opened, double decoded, double peak) {}

  @Test
  void run(@TempDir Path folder) throws IOException, InterruptedException {
    RandomModel.Values values = new RandomModel.Values(1, Precision.F16, false);
    new RandomModel(Recipes.like("sd15"), values, Kind.MODEL, Form.SINGLE)
        .write(MODELS.resolve("f16"));
    Row whole = probe(folder.resolve("whole"), List.of("attention-sdp"));
    Row tiled = probe(folder.resolve("tiled"), List.of("attention-sdp", "tiled-vae"));
    print("%nDecoding %dx%d, Stable Diffusion 1.5's codec, attention sdp%n", SIDE, SIDE);
    print("%-12s %10s %10s %12s%n", "", "open s", "decode s", "peak GB");
    print("as a whole", whole);
    print("in tiles", tiled);
    print("memory 1 : %.2f%n", whole.peak / tiled.peak);
    float most = difference(folder.resolve("whole/picture"), folder.resolve("tiled/picture"));
    // The decoder gives -1..1.
    print("largest difference %.4f of 255%n", 255 * most / 2);
  }

  private static Row probe(Path folder, List<String> plugins)
      throws IOException, InterruptedException {
    Files.createDirectories(folder.resolve("home"));
    for (String plugin : plugins) {
      Files.copy(jar(plugin), folder.resolve(plugin + ".jar"));
    }
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx1g",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            VaeProbe.class.getName(),
            MODELS.toString(),
            "f16",
            folder.toString(),
            String.valueOf(SIDE),
            folder.resolve("picture").toString());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(plugins + " failed: " + said);
    }
    String[] numbers = said.strip().split(" ");
    return new Row(
        Double.parseDouble(numbers[0]),
        Double.parseDouble(numbers[1]),
        Double.parseDouble(numbers[2]));
  }

  private static Path jar(String plugin) throws IOException {
    try (var jars = Files.list(ROOT.resolve("dist/plugins"))) {
      return jars.filter(jar -> jar.getFileName().toString().matches(plugin + "-\\d.*\\.jar"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static float difference(Path one, Path other) throws IOException {
    FloatBuffer a = ByteBuffer.wrap(Files.readAllBytes(one)).asFloatBuffer();
    FloatBuffer b = ByteBuffer.wrap(Files.readAllBytes(other)).asFloatBuffer();
    float most = 0;
    while (a.hasRemaining()) {
      most = Math.max(most, Math.abs(a.get() - b.get()));
    }
    return most;
  }

  private static void print(String name, Row row) {
    print("%-12s %10.1f %10.1f %12.2f%n", name, row.opened, row.decoded, row.peak / 1e9);
  }

  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format, values);
  }
}
