package dev.kiln.examples.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** How long a new process takes to its first picture, and how much memory: forked, in turns. */
final class StartBenchmark {
  private static final int ROUNDS = 5;

  private final Path dist;
  private final Path folder;

  StartBenchmark(Path dist, Path folder) {
    this.dist = dist;
    this.folder = folder;
  }

  /**
   * One process: how long until it had done what was waited for, and what it took by then.
   *
   * @param cpuSeconds of the user and of the system, those of ended child processes too
   */
  record Start(double seconds, double cpuSeconds, double peakBytes) {}

  /** {@value #ROUNDS} starts of each kind, in turns. */
  Map<String, List<Start>> measure() throws IOException, InterruptedException {
    Path none = Files.createDirectories(folder.resolve("none"));
    Path thirty = idlePlugins();
    Map<String, List<Start>> all = new LinkedHashMap<>();
    draw(none, "on");
    for (int round = 0; round < ROUNDS; round++) {
      add(all, "picture, no class archive, no plugins", draw(none, "off"));
      add(all, "picture, class archive, no plugins", draw(none, "on"));
      add(all, "picture, class archive, 30 idle plugins", draw(thirty, "on"));
      add(all, "picture, class archive, the shipped ones", draw(dist.resolve("plugins"), "on"));
      add(all, "server, no class archive", serve("off"));
      add(all, "server, class archive", serve("on"));
    }
    return all;
  }

  private static void add(Map<String, List<Start>> all, String name, Start start) {
    all.computeIfAbsent(name, key -> new ArrayList<>()).add(start);
  }

  /** Until the picture is written and the process is over. */
  private Start draw(Path plugins, String archive) throws IOException, InterruptedException {
    return draw(archive, "--plugins", plugins.toString());
  }

  /**
   * @param more arguments
   */
  Start draw(String archive, String... more) throws IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(List.of("txt2img", "a girl, meadow", "--seed", "1", "-o", "picture.png"));
    arguments.addAll(List.of(more));
    return untilItEnds(command(archive, arguments));
  }

  /** What a process takes that does its work and ends; what it says is told when it fails. */
  Start untilItEnds(ProcessBuilder command) throws IOException, InterruptedException {
    command
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile());
    long start = System.nanoTime();
    Process process = command.start();
    double peak = 0;
    double cpu = 0;
    while (process.isAlive()) {
      peak = Math.max(peak, peak(process.pid()));
      cpu = Math.max(cpu, cpu(process.pid()));
      Thread.sleep(5);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    if (process.waitFor() != 0) {
      throw new IllegalStateException(Files.readString(folder.resolve("log")));
    }
    return new Start(seconds, cpu, peak);
  }

  /** Until it says where it answers. */
  private Start serve(String archive) throws IOException, InterruptedException {
    long start = System.nanoTime();
    Process process = command(archive, List.of("serve", "--port", "0")).start();
    while (!Files.readString(folder.resolve("log")).contains("http://")) {
      Thread.sleep(5);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    Start result = new Start(seconds, cpu(process.pid()), peak(process.pid()));
    process.destroy();
    process.waitFor();
    return result;
  }

  private ProcessBuilder command(String archive, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(dist.resolve("kiln").toString()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile());
    builder.environment().put("KILN_HOME", folder.resolve("home").toString());
    builder.environment().put("KILN_CDS", archive);
    return builder;
  }

  /** Most resident bytes of a process so far; 0 where the system does not say or it is gone. */
  private static double peak(long process) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + process + "/status"))) {
        if (line.startsWith("VmHWM:")) {
          return 1024.0 * Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
    } catch (IOException ended) {
      return 0;
    }
    return 0;
  }

  /**
   * Seconds of processor time of a process so far, in hundredths; 0 where the system does not say
   * or it is gone. Behind the name in brackets: state, 10 numbers, then user, system, and those of
   * children.
   */
  private static double cpu(long process) {
    try {
      String stat = Files.readString(Path.of("/proc/" + process + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      double ticks = 0;
      for (int field = 11; field < 15; field++) {
        ticks += Long.parseLong(fields[field]);
      }
      return ticks / 100;
    } catch (IOException | IndexOutOfBoundsException ended) {
      return 0;
    }
  }

  /** Thirty copies of a plugin that wakes only when it is asked for, each with an id of its own. */
  private Path idlePlugins() throws IOException {
    Path plugins = Files.createDirectories(folder.resolve("thirty"));
    Path original;
    try (var jars = Files.newDirectoryStream(dist.resolve("plugins"), "step-cache-*.jar")) {
      original = jars.iterator().next();
    }
    for (int i = 0; i < 30; i++) {
      copyAs("idle-" + i, original, plugins.resolve("idle-" + i + ".jar"));
    }
    return plugins;
  }

  private static void copyAs(String id, Path from, Path to) throws IOException {
    try (JarFile jar = new JarFile(from.toFile())) {
      Manifest manifest = new Manifest(jar.getManifest());
      manifest.getMainAttributes().putValue("Plugin-Id", id);
      try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(to), manifest)) {
        for (JarEntry entry :
            jar.stream().filter(it -> !it.getName().equals(JarFile.MANIFEST_NAME)).toList()) {
          out.putNextEntry(new JarEntry(entry.getName()));
          jar.getInputStream(entry).transferTo(out);
        }
      }
    }
  }
}
