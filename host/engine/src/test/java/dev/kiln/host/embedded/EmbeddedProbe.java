package dev.kiln.host.embedded;

import dev.kiln.api.Kiln;
import dev.kiln.host.model.ProcessMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A program that opens and closes engines again and again, in a process of its own: MODELS HOME
 * PLUGINS CYCLES. It prints a line after each: milliseconds to open and to draw, resident bytes,
 * threads.
 */
public final class EmbeddedProbe {
  private EmbeddedProbe() {}

  public static void main(String[] arguments) throws IOException {
    Path models = Path.of(arguments[0]);
    Path home = Path.of(arguments[1]);
    Path plugins = Path.of(arguments[2]);
    for (int i = Integer.parseInt(arguments[3]); i > 0; i--) {
      long start = System.nanoTime();
      long opened;
      try (Kiln kiln = Kiln.open(o -> o.models(models).home(home).plugins(plugins))) {
        opened = System.nanoTime();
        kiln.txt2img(r -> r.prompt("a girl").seed(1).steps(1).size(64, 64));
      }
      long drawn = System.nanoTime();
      System.gc();
      System.out.printf(
          "%d %d %d %d%n",
          (opened - start) / 1_000_000,
          (drawn - opened) / 1_000_000,
          ProcessMemory.residentBytes(),
          threads());
    }
  }

  /** Those of native libraries, too. */
  private static long threads() throws IOException {
    try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
      return tasks.count();
    }
  }
}
