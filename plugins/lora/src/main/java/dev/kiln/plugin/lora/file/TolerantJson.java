package dev.kiln.plugin.lora.file;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.Json;
import java.util.Map;

/**
 * The JSON that trainers put into a file's metadata and sites beside it. What is damaged is as if
 * it were not there.
 */
public record TolerantJson(Json json) {
  Map<String, Object> object(String text) {
    try {
      return json.object("JSON", text);
    } catch (BadRequest damaged) {
      return Map.of();
    }
  }
}
