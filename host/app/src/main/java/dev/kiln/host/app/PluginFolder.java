package dev.kiln.host.app;

import dev.kiln.host.AtomicFile;
import dev.kiln.host.DiskReason;
import dev.kiln.host.ScratchFolder;
import dev.kiln.host.Sha256;
import dev.kiln.host.engine.Engine;
import dev.kiln.host.engine.EngineSettings;
import dev.kiln.host.plugin.Conflict;
import dev.kiln.host.plugin.JarState;
import dev.kiln.host.plugin.PluginReport;
import dev.kiln.host.plugin.PluginReport.PluginLine;
import dev.kiln.host.plugin.PluginRuntime;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of plugins: tells what a further jar would mean, puts it there, and takes it back. No
 * class of a jar is loaded.
 */
final class PluginFolder {
  /** Below the folder of plugins, where no jar runs; one of each plugin. */
  private static final String REPLACED = "replaced";

  private final EngineSettings settings;
  private final Path folder;

  PluginFolder(EngineSettings settings) {
    if (settings.safeMode()) {
      throw new BadRequest("--safe-mode leaves plugins alone; leave it out");
    }
    this.settings = settings;
    this.folder = settings.plugins();
  }

  /**
   * A folder for what is not decided yet, on the disk of the plugins.
   *
   * @throws BadRequest when it cannot be made
   */
  ScratchFolder scratch() {
    try {
      return ScratchFolder.in(folder);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /**
   * What would become of a jar.
   *
   * @param scratch that the jar lies in
   * @throws BadRequest when it could not be used
   */
  PlannedPlugin plan(Path jar, ScratchFolder scratch) {
    try {
      PluginLine alone = only(linked(scratch.resolve("alone"), List.of(), jar), jar);
      if (alone.version().isEmpty()) {
        throw new BadRequest(alone.reason());
      }
      PluginReport now = report(folder);
      Optional<PluginLine> replaced = running(now, alone.id());
      String taken = replaced.map(PluginLine::file).orElse("");
      List<Path> others = jars().stream().filter(it -> !name(it).equals(taken)).toList();
      PluginReport then = linked(scratch.resolve("then"), others, jar);
      PluginLine line = only(then, jar);
      demandUsable(line);
      String sha256 = Sha256.of(jar);
      if (replaced.isPresent() && Sha256.of(folder.resolve(taken)).equals(sha256)) {
        throw new BadRequest(
            "this very jar of plugin '%s' %s is installed already"
                .formatted(line.id(), line.version()));
      }
      List<Conflict> conflicts = new ArrayList<>(then.conflicts());
      conflicts.removeAll(now.conflicts());
      return new PlannedPlugin(jar, sha256, line, replaced, conflicts, broken(now, then));
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private static void demandUsable(PluginLine line) {
    if (line.state() == JarState.FAILED || line.state() == JarState.SHADOWED) {
      throw new BadRequest("plugin '" + line.id() + "' could not be used: " + line.reason());
    }
  }

  private static List<PluginLine> broken(PluginReport now, PluginReport then) {
    List<String> running =
        now.plugins().stream()
            .filter(line -> line.state() == JarState.IDLE)
            .map(PluginLine::id)
            .toList();
    return then.plugins().stream()
        .filter(line -> line.state() == JarState.FAILED && running.contains(line.id()))
        .toList();
  }

  /** What the jars of a new folder would be: links to some, and one more. */
  private PluginReport linked(Path made, List<Path> others, Path jar) throws IOException {
    Files.createDirectories(made);
    for (Path other : others) {
      // Of a name that the further jar has, too.
      String name = name(other).equals(name(jar)) ? "other-" + name(other) : name(other);
      link(made.resolve(name), other);
    }
    link(made.resolve(name(jar)), jar);
    return report(made);
  }

  private static void link(Path link, Path file) throws IOException {
    try {
      Files.createLink(link, file);
    } catch (IOException | UnsupportedOperationException noLinks) {
      Files.copy(file, link, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private PluginReport report(Path of) {
    try (PluginRuntime plugins = Engine.plugins(settings.withPlugins(of))) {
      return plugins.report();
    }
  }

  private static PluginLine only(PluginReport report, Path jar) {
    return report.plugins().stream()
        .filter(line -> line.file().equals(name(jar)))
        .findFirst()
        .orElseThrow(() -> new BadRequest(jar + " is gone"));
  }

  /** The jar of an id that runs, or would if it were not switched off or broken. */
  private static Optional<PluginLine> running(PluginReport report, String id) {
    return report.plugins().stream()
        .filter(line -> line.id().equals(id) && line.state() != JarState.SHADOWED)
        .findFirst();
  }

  private List<Path> jars() throws IOException {
    List<Path> jars = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.jar")) {
      found.forEach(jars::add);
    }
    return jars;
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  /**
   * Put a jar into the folder. One that it replaces is kept.
   *
   * @return where it is
   */
  Path put(PlannedPlugin plugin) {
    try {
      List<Path> kept = kept(plugin.id());
      Path place = place(plugin);
      if (plugin.replaced().isPresent()) {
        keep(plugin.replaced().get());
      }
      AtomicFile.replace(place, plugin.jar());
      for (Path older : kept) {
        Files.deleteIfExists(older);
      }
      return place;
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** That of the jar it replaces; else one of its id. */
  private Path place(PlannedPlugin plugin) {
    String name = plugin.replaced().map(PluginLine::file).orElse(plugin.id() + ".jar");
    Path place = folder.resolve(name);
    return plugin.replaced().isEmpty() && Files.exists(place)
        ? folder.resolve(plugin.id() + "_" + plugin.line().version() + ".jar")
        : place;
  }

  /** Whole or not at all; an id has no underscore. */
  private void keep(PluginLine line) throws IOException {
    Path jar = folder.resolve(line.file());
    Path place =
        folder
            .resolve(REPLACED)
            .resolve(
                "%s_%s_%s.jar"
                    .formatted(line.id(), line.version(), Sha256.of(jar).substring(0, 8)));
    Files.createDirectories(place.getParent());
    try (ScratchFolder scratch = ScratchFolder.in(place.getParent())) {
      Path copy = Files.copy(jar, scratch.resolve("jar"));
      AtomicFile.replace(place, copy);
    }
  }

  /** What was replaced of a plugin, the last one first. */
  private List<Path> kept(String id) throws IOException {
    Path place = folder.resolve(REPLACED);
    if (!Files.isDirectory(place)) {
      return List.of();
    }
    try (Stream<Path> jars = Files.list(place)) {
      return jars.filter(jar -> name(jar).startsWith(id + "_"))
          .sorted(Comparator.comparing((Path jar) -> jar.toFile().lastModified()).reversed())
          .toList();
    }
  }

  /**
   * A copy of the jar that was replaced last.
   *
   * @throws BadRequest when there is none
   */
  Path replaced(String id, ScratchFolder scratch) {
    try {
      Path last =
          kept(id).stream()
              .findFirst()
              .orElseThrow(
                  () ->
                      new BadRequest(
                          "no jar of plugin '%s' was replaced, so there is nothing to go back to"
                              .formatted(id)));
      return Files.copy(last, scratch.resolve(id + ".jar"));
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private BadRequest unwritable(IOException e) {
    return new BadRequest(
        "the plugin folder %s cannot be changed, %s; see to its rights and room, or name another with --plugins"
            .formatted(folder, DiskReason.of(e)),
        e);
  }
}
