package dev.kiln.plugin.lora;

import dev.kiln.plugin.lora.file.Beside;
import dev.kiln.plugin.lora.file.Card;
import dev.kiln.plugin.lora.file.TolerantJson;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.Json;
import dev.kiln.spi.host.ModelFiles;
import dev.kiln.spi.host.ModelFiles.Found;
import dev.kiln.spi.host.ModelFiles.Kind;
import dev.kiln.spi.host.PluginHome;
import dev.kiln.spi.host.Weights;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of this machine, by all the names that people call them. Safe from any thread. */
@Singleton
final class LoraLibrary {
  private static final Logger LOG = LoggerFactory.getLogger(LoraTag.LORA);

  /** Names that a tag, a list of hashes and a prompt do not split. */
  private static final Pattern WRITABLE = Pattern.compile("[^:<>=,\\r\\n]+");

  private static final Pattern ENDING = Pattern.compile("\\.safetensors\\s*$");

  private final ModelFiles files;
  private final Weights weights;
  private final PluginHome home;
  private final TolerantJson json;

  /** By path, size and time: a folder may hold a thousand. */
  private final Map<String, Map<String, String>> metadata = new ConcurrentHashMap<>();

  @Inject
  LoraLibrary(ModelFiles files, Weights weights, PluginHome home, Json json) {
    this.files = files;
    this.weights = weights;
    this.home = home;
    this.json = new TolerantJson(json);
  }

  /** All of them, in the order of their names. */
  List<LoraEntry> all() {
    return files.find(Kind.LORA, folders()).stream()
        .sorted(java.util.Comparator.comparing(Found::name))
        .map(found -> new LoraEntry(found, metadata(found)))
        .toList();
  }

  /** Forget what files said about themselves. */
  void refresh() {
    metadata.clear();
  }

  /** What there is to know of a file without its numbers. */
  Card card(LoraEntry entry) {
    return new Card(entry.metadata(), new Beside(entry.found().path()), json);
  }

  /** The kind of a file's changes; empty when it is broken. */
  String kind(LoraEntry entry) {
    try {
      return Card.kind(weights.open(entry.found().path()).names());
    } catch (BadRequest broken) {
      return "";
    }
  }

  String shortHash(LoraEntry entry) {
    return files.shortHash(entry.found());
  }

  String hash(LoraEntry entry) {
    return files.hash(entry.found().path());
  }

  private List<Path> folders() {
    return files.named("--lora-dir", home.settings(LoraSettings.class).folder());
  }

  private Map<String, String> metadata(Found found) {
    java.io.File file = found.path().toFile();
    String stamp = file + "|" + file.length() + "|" + file.lastModified() + placed(found.path());
    return metadata.computeIfAbsent(stamp, any -> read(found));
  }

  /** Another may have its size and time. */
  private static String placed(Path path) {
    try {
      return "@" + Files.getAttribute(path, "unix:ctime");
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException untold) {
      return "";
    }
  }

  private Map<String, String> read(Found found) {
    try {
      return weights.open(found.path()).metadata();
    } catch (BadRequest broken) {
      LOG.debug("{} cannot be read", found.path(), broken);
      return Map.of();
    }
  }

  /**
   * The file of a name: its own, with or without folders and ending, or what its maker called it.
   *
   * @throws BadRequest when several files have the name, or the file is broken
   */
  static Optional<LoraEntry> find(List<LoraEntry> all, String name) {
    Optional<LoraEntry> found = called(all, name);
    found.ifPresent(LoraLibrary::demandSound);
    return found;
  }

  /**
   * What a tag calls a file: the shortest of its names that means it alone. Empty where none can
   * stand in a tag.
   */
  static Optional<String> tagName(List<LoraEntry> all, LoraEntry entry) {
    return entry
        .names()
        .filter(name -> WRITABLE.matcher(name).matches() && name.strip().equals(name))
        .filter(name -> means(all, name, entry))
        .findFirst();
  }

  private static boolean means(List<LoraEntry> all, String name, LoraEntry entry) {
    try {
      return called(all, name).filter(entry::equals).isPresent();
    } catch (BadRequest ofSeveral) {
      return false;
    }
  }

  private static Optional<LoraEntry> called(List<LoraEntry> all, String wanted) {
    String name = LoraEntry.plain(ENDING.matcher(wanted).replaceFirst(""));
    List<Predicate<LoraEntry>> ways =
        List.of(
            entry -> entry.found().name().equals(name),
            entry -> entry.path().equals(LoraEntry.plain(wanted)),
            entry -> entry.name().equals(name),
            entry -> entry.found().name().endsWith("/" + name),
            entry -> entry.alias().equals(name),
            entry -> entry.name().equalsIgnoreCase(name) || entry.alias().equalsIgnoreCase(name));
    for (Predicate<LoraEntry> way : ways) {
      List<LoraEntry> found = name.isEmpty() ? List.of() : all.stream().filter(way).toList();
      if (found.size() > 1) {
        throw new BadRequest(
            "LoRA \"%s\" is the name of %s and of %s; write <lora:%s:1> or rename one"
                .formatted(
                    name,
                    found.get(0).found().path(),
                    found.get(1).found().path(),
                    found.get(0).found().name()));
      } else if (found.size() == 1) {
        return Optional.of(found.get(0));
      }
    }
    return Optional.empty();
  }

  private static void demandSound(LoraEntry entry) {
    if (!entry.found().problem().isEmpty()) {
      throw new BadRequest(
          "LoRA '%s' cannot be used: %s".formatted(entry.name(), entry.found().problem()));
    }
  }
}
