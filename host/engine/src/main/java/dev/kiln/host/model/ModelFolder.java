package dev.kiln.host.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kiln.host.prompt.ClipTokenizer;
import dev.kiln.spi.graph.NetworkKind;
import java.nio.file.Files;
import java.nio.file.Path;

/** A model in a folder with diffusers' layout, its networks in any format. */
interface ModelFolder extends ModelSource {
  /** What only a model that enlarges pictures has. */
  String PICTURE_SCHEDULER = "low_res_scheduler/scheduler_config.json";

  /** Whether a folder says that its model enlarges pictures. */
  static boolean enlarges(Path folder) {
    return Files.isRegularFile(folder.resolve(PICTURE_SCHEDULER));
  }

  @Override
  Path path();

  /** Where a network and its {@code config.json} lie. */
  Path folder(NetworkKind network);

  default Path configFile(NetworkKind network) {
    return folder(network).resolve("config.json");
  }

  @Override
  default JsonNode config(NetworkKind network) {
    return ConfigFiles.read(configFile(network));
  }

  @Override
  default JsonNode scheduler() {
    return ConfigFiles.read(path().resolve("scheduler/scheduler_config.json"));
  }

  @Override
  default JsonNode pictureScheduler() {
    JsonNode own = ConfigFiles.read(path().resolve(PICTURE_SCHEDULER));
    return own.isEmpty() ? scheduler() : own;
  }

  @Override
  default ClipTokenizer tokenizer() {
    return ClipTokenizer.read(path().resolve("tokenizer"));
  }
}
