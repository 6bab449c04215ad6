package dev.kiln.host.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What {@link EmbeddedProbe} found in a process that began without the variable by which telemetry
 * is off, and whose user has an empty home.
 *
 * @param cycles one for each engine that was opened and closed
 * @param home the user's
 */
public record EmbeddedCycles(List<Cycle> cycles, Path home) {
  /** After one engine was closed. */
  public record Cycle(long openMillis, long drawMillis, long residentBytes, long threads) {}

  /**
   * Run a process.
   *
   * @param folder for its home and its output
   */
  public static EmbeddedCycles run(Path folder, Path models, Path plugins, int count)
      throws IOException, InterruptedException {
    Path home = Files.createDirectories(folder.resolve("user"));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                // A heap and compilers that stay as they are: what grows is the engine's.
                "-Xms128m",
                "-Xmx128m",
                "-XX:+AlwaysPreTouch",
                "-XX:+UseSerialGC",
                "-XX:-UseDynamicNumberOfCompilerThreads",
                "-Duser.home=" + home,
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                EmbeddedProbe.class.getName()));
    command.addAll(
        List.of(
            models.toString(),
            folder.resolve("home").toString(),
            plugins.toString(),
            String.valueOf(count)));
    ProcessBuilder process =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    process.environment().remove("ORT_DISABLE_TELEMETRY");
    process.environment().remove("XDG_CACHE_HOME");
    process.environment().put("HOME", home.toString());
    int exit = process.start().waitFor();
    if (exit != 0) {
      throw new AssertionError("the probe ended with " + exit + ": " + Files.readString(err));
    }
    return new EmbeddedCycles(
        Files.readAllLines(out).stream().map(EmbeddedCycles::cycle).toList(), home);
  }

  private static Cycle cycle(String line) {
    long[] numbers = Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray();
    return new Cycle(numbers[0], numbers[1], numbers[2], numbers[3]);
  }

  /** Those from one on. */
  public List<Cycle> from(int cycle) {
    return cycles.subList(cycle, cycles.size());
  }
}
