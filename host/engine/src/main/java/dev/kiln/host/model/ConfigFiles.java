package dev.kiln.host.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.kiln.host.Jackson;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The small files of a model folder. */
final class ConfigFiles {
  private ConfigFiles() {}

  /**
   * A file's JSON object; an empty one where there is no such file.
   *
   * @throws BadRequest when there is something else in it: it would mean the default for all
   */
  static JsonNode read(Path file) {
    if (!Files.isRegularFile(file)) {
      return Jackson.MAPPER.createObjectNode();
    }
    try {
      JsonNode json = Jackson.MAPPER.readTree(Files.readAllBytes(file));
      if (!json.isObject()) {
        String found = json.isMissingNode() ? "empty" : "JSON but no object";
        throw new BadRequest(file + " is " + found + ", expected {...}; copy it again");
      }
      return json;
    } catch (JsonProcessingException e) {
      throw new BadRequest(file + " is not readable JSON; copy it again", e);
    } catch (IOException e) {
      throw new BadRequest(file + " cannot be read; see whether you may read it", e);
    }
  }

  /**
   * Refuse a model folder that lacks a file.
   *
   * @throws BadRequest naming the first one
   */
  static void demand(String name, Path folder, List<String> files) {
    for (String file : files) {
      if (!Files.isRegularFile(folder.resolve(file))) {
        throw new BadRequest(
            "model '"
                + name
                + "' has no "
                + file
                + " in "
                + folder
                + "; copy the missing file there or export the model again");
      }
    }
  }
}
