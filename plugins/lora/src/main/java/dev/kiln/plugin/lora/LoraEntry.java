package dev.kiln.plugin.lora;

import dev.kiln.spi.host.ModelFiles.Found;
import java.util.Map;

/**
 * A file that was found.
 *
 * @param metadata what its maker wrote into it
 */
record LoraEntry(Found found, Map<String, String> metadata) {
  private static final String OUTPUT_NAME = "ss_output_name";

  /** The file's name without its ending. */
  String name() {
    return found.shortName();
  }

  /** What its maker called it; its name where nothing is said. */
  String alias() {
    String alias = metadata.getOrDefault(OUTPUT_NAME, "");
    return alias.isBlank() ? name() : alias;
  }
}
