package dev.kiln.examples.soak;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The finished {@code dist/} with folders of its own: home, models, plugins, temporary files and
 * the folder that it runs in. Processes are started by the launcher, as a user starts them.
 */
final class Product {
  private static final Path DIST = Path.of(System.getProperty("kiln.root"), "dist");

  final Path home;
  final Path models;
  final Path plugins;
  final Path temp;
  final Path folder;
  private int started;

  Product(Path root) throws IOException {
    home = root.resolve("home");
    models = copy(DIST.resolve("models"), root.resolve("models"));
    plugins = copy(DIST.resolve("plugins"), root.resolve("plugins"));
    temp = Files.createDirectories(root.resolve("tmp"));
    folder = Files.createDirectories(root.resolve("run"));
  }

  /** A process and what it says. */
  record Running(Process process, Path out, Path err) {
    String said() throws IOException {
      return Files.readString(out) + Files.readString(err);
    }
  }

  /** Start a command. */
  synchronized Running start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(DIST.resolve("kiln").toString()));
    command.addAll(List.of(arguments));
    // What writes a model needs no folder of them.
    if (!command.contains("random")) {
      command.addAll(List.of("--models", models.toString(), "--plugins", plugins.toString()));
    }
    Path log = Files.createDirectories(folder.resolveSibling("log"));
    Path out = log.resolve(++started + ".out");
    Path err = log.resolve(started + ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("KILN_"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("KILN_HOME", home.toString());
    builder.environment().put("KILN_JAVA_OPTIONS", "-Djava.io.tmpdir=" + temp);
    return new Running(builder.start(), out, err);
  }

  /** Run a command that must succeed; what it prints. */
  String run(String... arguments) throws IOException, InterruptedException {
    Running running = start(arguments);
    int exit = running.process().waitFor();
    if (exit != 0 || running.said().contains("\tat ")) {
      throw new AssertionError(
          "exit " + exit + " of kiln " + String.join(" ", arguments) + ": " + running.said());
    }
    return Files.readString(running.out());
  }

  /** Start a server and wait until it answers. */
  Server serve(String... flags) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("serve", "--port", "0"));
    command.addAll(List.of(flags));
    return new Server(start(command.toArray(String[]::new)));
  }

  static Path copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
    return to;
  }

  /** What others make or delete there meanwhile may stay. */
  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (NoSuchFileException | UncheckedIOException gone) {
      return;
    }
  }
}
