package dev.kiln.examples.bench;

import dev.kiln.examples.bench.LoopBenchmark.Loops;
import dev.kiln.examples.bench.LoopBenchmark.Step;
import dev.kiln.examples.bench.StartBenchmark.Start;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Run by {@code ./mvnw -Pbench verify}: prints numbers, asserts none. */
class Benchmark {
  private static final Path DIST = Path.of(System.getProperty("kiln.root"), "dist");

  private final PrintStream out = System.out;

  @Test
  void run(@TempDir Path folder) throws IOException, InterruptedException {
    Path home = Files.createDirectories(folder.resolve("home"));
    LoopBenchmark loop = new LoopBenchmark(home);
    print("%nDenoise loop, default model, Euler, CFG: medians of a step%n");
    print("%-28s %9s %9s %14s %14s%n", "latents", "ms", "it/s", "host overhead", "heap bytes");
    for (int pixels : new int[] {128, 512}) {
      Loops loops = loop.measure(pixels);
      print(pixels / 8, "no hooks", loops.bare());
      print(pixels / 8, "5 hooks", loops.hooked());
      print(
          "  added by 5 hooks: %.0f bytes a step%n", loops.hooked().bytes() - loops.bare().bytes());
    }
    print("%nStart, 128x128, 20 steps: processes started in turns%n");
    print("%-42s %10s %10s %10s %14s%n", "", "ms, median", "ms, best", "CPU ms", "peak RSS MB");
    new StartBenchmark(DIST, folder).measure().forEach(this::print);
  }

  private void print(String name, List<Start> starts) {
    double[] seconds = starts.stream().mapToDouble(Start::seconds).toArray();
    double[] cpu = starts.stream().mapToDouble(Start::cpuSeconds).toArray();
    double[] peaks = starts.stream().mapToDouble(Start::peakBytes).toArray();
    print(
        "%-42s %10.0f %10.0f %10.0f %14.0f%n",
        name,
        LoopBenchmark.median(seconds) * 1e3,
        Arrays.stream(seconds).min().orElseThrow() * 1e3,
        LoopBenchmark.median(cpu) * 1e3,
        LoopBenchmark.median(peaks) / 1e6);
  }

  private void print(int latents, String hooks, Step step) {
    String name = latents + "x" + latents + ", " + hooks;
    print(
        "%-28s %9.2f %9.1f %13.2f%% %14.0f%n",
        name, step.seconds() * 1e3, 1 / step.seconds(), step.overhead() * 100, step.bytes());
  }

  private void print(String format, Object... values) {
    out.printf(Locale.ROOT, format, values);
  }
}
