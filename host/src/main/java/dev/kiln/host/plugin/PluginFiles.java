package dev.kiln.host.plugin;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.host.DiskReason;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** What the home folder says about plugins: which are switched off, and their settings. */
final class PluginFiles {
  private final Path home;
  private final ObjectMapper json = new ObjectMapper();

  PluginFiles(Path home) {
    this.home = home;
  }

  /** A folder for one plugin's data; made when missing. */
  Path dataFolder(String plugin) {
    try {
      return Files.createDirectories(home.resolve("data").resolve(plugin));
    } catch (IOException e) {
      throw new BadRequest(
          "plugin '"
              + plugin
              + "' cannot keep its data in "
              + home.resolve("data")
              + ", "
              + DiskReason.of(e)
              + "; name another folder with --home",
          e);
    }
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
      Files.createDirectories(home);
      Path next = Files.createTempFile(home, "disabled", ".tmp");
      Files.write(next, ids);
      Files.move(next, disabledFile(), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new BadRequest(disabledFile() + " cannot be written: " + DiskReason.of(e), e);
    }
  }

  /** Each plugin's section of {@code settings.json}. */
  Map<String, Map<String, Object>> settings() {
    Path file = home.resolve("settings.json");
    if (!Files.isRegularFile(file)) {
      return Map.of();
    }
    try {
      return sections(json.readTree(Files.readAllBytes(file)));
    } catch (FileSystemException e) {
      throw new BadRequest(
          file + " cannot be read, " + DiskReason.of(e) + "; see to its rights", e);
    } catch (IOException | IllegalArgumentException e) {
      throw new BadRequest(
          file + " is no JSON of the form {\"plugins\": {\"id\": {\"option\": value}}}; mend it",
          e);
    }
  }

  private Map<String, Map<String, Object>> sections(JsonNode settings) {
    if (settings.isMissingNode() || settings.isEmpty() && settings.isObject()) {
      return Map.of();
    }
    if (!settings.has("plugins") || settings.size() > 1) {
      throw new IllegalArgumentException("it should have plugins, and nothing else");
    }
    Map<String, Map<String, Object>> sections =
        json.convertValue(settings.path("plugins"), new TypeReference<>() {});
    if (sections == null) {
      return Map.of();
    }
    sections.values().removeIf(Objects::isNull);
    return sections;
  }
}
