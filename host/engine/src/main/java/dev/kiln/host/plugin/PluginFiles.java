package dev.kiln.host.plugin;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.kiln.host.AtomicFile;
import dev.kiln.host.DiskReason;
import dev.kiln.host.Jackson;
import dev.kiln.host.ScratchFolder;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the home folder says about plugins: which are switched off, and their settings. */
final class PluginFiles implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PluginFiles.class);
  private static final Set<String> SECTIONS = Set.of("plugins", "guidance", "attention");

  private final Path home;
  private Optional<ScratchFolder> standIn = Optional.empty();

  PluginFiles(Path home) {
    this.home = home;
  }

  /**
   * A folder for one plugin's data; made when missing. Where the home cannot be written, it lasts
   * as long as the process.
   */
  synchronized Path dataFolder(String plugin) {
    Path data = home.resolve("data");
    try {
      Path folder = Files.createDirectories(data.resolve(plugin));
      if (Files.isWritable(folder)) {
        return folder;
      }
    } catch (IOException unwritable) {
      LOG.debug("{} cannot be made", data, unwritable);
    }
    try {
      if (standIn.isEmpty()) {
        standIn = Optional.of(ScratchFolder.in(ScratchFolder.systemTemp()));
      }
      return Files.createDirectories(standIn.get().resolve(plugin));
    } catch (IOException e) {
      throw new BadRequest(
          "plugin '%s' can keep its data neither in %s nor in %s, %s; name another folder with --home"
              .formatted(plugin, data, ScratchFolder.systemTemp(), DiskReason.of(e)),
          e);
    }
  }

  /** Delete what lasts no longer than the process. */
  @Override
  public synchronized void close() {
    standIn.ifPresent(ScratchFolder::close);
    standIn = Optional.empty();
  }

  Path disabledFile() {
    return home.resolve("disabled-plugins.txt");
  }

  /**
   * @throws BadRequest when the list is there and cannot be read: no plugin may run by mistake
   */
  Set<String> disabled() {
    try {
      Set<String> ids = new TreeSet<>();
      Files.readAllLines(disabledFile()).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .forEach(ids::add);
      return ids;
    } catch (NoSuchFileException none) {
      return Set.of();
    } catch (IOException e) {
      throw new BadRequest(
          disabledFile() + " cannot be read; mend it: plain text, one plugin id a line", e);
    }
  }

  /** Switch a plugin on or off, for this host and every running one of the same home. */
  void disable(String plugin, boolean off) {
    Set<String> ids = new TreeSet<>(disabled());
    boolean changed = off ? ids.add(plugin) : ids.remove(plugin);
    if (!changed) {
      return;
    }
    try {
      String lines = ids.stream().map(id -> id + System.lineSeparator()).collect(joining());
      AtomicFile.replace(disabledFile(), lines.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new BadRequest(disabledFile() + " cannot be written: " + DiskReason.of(e), e);
    }
  }

  /**
   * Each plugin's section of the settings file, and over it what the command line set.
   *
   * @param flags options by plugin id
   */
  Map<String, Map<String, Object>> settings(Map<String, Map<String, Object>> flags) {
    Map<String, Map<String, Object>> all = new HashMap<>(settings());
    flags.forEach(
        (id, values) -> {
          Map<String, Object> both = new HashMap<>(all.getOrDefault(id, Map.of()));
          both.putAll(values);
          all.put(id, both);
        });
    return all;
  }

  /** Each plugin's section of {@code settings.json}. */
  Map<String, Map<String, Object>> settings() {
    JsonNode plugins = root().path("plugins");
    if (plugins.isMissingNode() || plugins.isNull()) {
      return Map.of();
    }
    try {
      Map<String, Map<String, Object>> sections =
          Jackson.MAPPER.convertValue(plugins, new TypeReference<>() {});
      sections.values().removeIf(Objects::isNull);
      return sections;
    } catch (IllegalArgumentException e) {
      throw misshapen(e);
    }
  }

  /** The attention optimizer that {@code settings.json} prefers; empty for none. */
  String attention() {
    return root().path("attention").asText("");
  }

  /** The guidance that {@code settings.json} chooses; empty for none. */
  String guidance() {
    return root().path("guidance").asText("");
  }

  private Path settingsFile() {
    return home.resolve("settings.json");
  }

  /** An object of known sections: settings in an unknown section would be ignored silently. */
  private JsonNode root() {
    if (!Files.isRegularFile(settingsFile())) {
      return Jackson.MAPPER.createObjectNode();
    }
    try {
      JsonNode root = Jackson.MAPPER.readTree(Files.readAllBytes(settingsFile()));
      if (root.isMissingNode()) {
        return Jackson.MAPPER.createObjectNode();
      }
      for (Iterator<String> names = root.fieldNames(); names.hasNext(); ) {
        if (!SECTIONS.contains(names.next())) {
          throw misshapen(null);
        }
      }
      if (!root.isObject()) {
        throw misshapen(null);
      }
      return root;
    } catch (FileSystemException e) {
      throw new BadRequest(
          settingsFile() + " cannot be read, " + DiskReason.of(e) + "; see to its rights", e);
    } catch (IOException e) {
      throw misshapen(e);
    }
  }

  private BadRequest misshapen(@Nullable Exception cause) {
    return new BadRequest(
        settingsFile()
            + " is no JSON of the form {\"plugins\": {\"id\": {\"option\": value}}}; mend it",
        cause);
  }
}
