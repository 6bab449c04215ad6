package dev.kiln.host.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.kiln.host.DiskReason;
import dev.kiln.host.Jackson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a model's owner wants of requests that do not say it: {@code kiln.json} in the model's
 * folder, or {@code NAME.kiln.json} beside its file. It never keeps a model from being used.
 *
 * @param values JSON values by name, as they came
 * @param problem why the file cannot be read; empty where it can
 */
public record ModelSettings(Path file, Map<String, Object> values, String problem) {
  private static final String NAME = "kiln.json";
  private static final long LARGEST = 100_000;

  public ModelSettings {
    values = Collections.unmodifiableMap(values);
  }

  /** Of a file or folder; empty where nothing lies there. */
  public static Optional<ModelSettings> of(Path model) {
    Optional<Path> file =
        Files.isDirectory(model)
            ? Optional.of(model.resolve(NAME)).filter(Files::isRegularFile)
            : Sibling.find(model, "." + NAME);
    return file.map(ModelSettings::read);
  }

  private static ModelSettings read(Path file) {
    try {
      if (Files.size(file) > LARGEST) {
        return unreadable(file, "is larger than 100 KB");
      }
      if (!(Jackson.MAPPER.readValue(file.toFile(), Object.class) instanceof Map<?, ?> object)) {
        return unreadable(file, "is no JSON object such as {\"steps\": 20}");
      }
      Map<String, Object> values = new LinkedHashMap<>();
      object.forEach((name, value) -> values.put(String.valueOf(name), value));
      return new ModelSettings(file, values, "");
    } catch (JsonProcessingException e) {
      return unreadable(
          file,
          "is no JSON: line %d, column %d"
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
    } catch (IOException e) {
      return unreadable(file, "cannot be read: " + DiskReason.of(e));
    }
  }

  private static ModelSettings unreadable(Path file, String why) {
    return new ModelSettings(file, Map.of(), file + " " + why + "; the model is used without it");
  }

  /** For a list: {@code steps 20, sampler Euler a}. */
  public String text() {
    return values.entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }
}
