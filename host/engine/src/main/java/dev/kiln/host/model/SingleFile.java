package dev.kiln.host.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.network.LayerOperators;
import dev.kiln.host.prompt.ClipTokenizer;
import dev.kiln.host.weights.checkpoint.Checkpoint;
import dev.kiln.host.weights.checkpoint.CheckpointKind;
import dev.kiln.host.weights.checkpoint.Part;
import dev.kiln.host.weights.config.Prediction;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.graph.NetworkKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A checkpoint in one file, as people download it. The tokenizer and the schedule, which it lacks,
 * are the same for all models of its kind.
 *
 * @param path as it was found, which may be a link
 */
public record SingleFile(String name, Path path, Checkpoint contents) implements ModelSource {
  @Override
  public Graph graph(NetworkKind network) {
    Part part = part(network);
    return NetworkBuilder.of(network, contents.config(part), path().toString())
        .graph(contents.weights(part), LayerOperators.TUNED);
  }

  static Part part(NetworkKind network) {
    return switch (network) {
      case TEXT_ENCODER -> Part.TEXT_ENCODER;
      case UNET -> Part.UNET;
      case VAE_DECODER, VAE_ENCODER -> Part.VAE;
      case CONTROLNET -> Part.CONTROLNET;
    };
  }

  @Override
  public List<Path> files(NetworkKind network) {
    return List.of(path());
  }

  /** Of the whole file. */
  @Override
  public long weightBytes() {
    return contents.weights(Part.UNET).floatBytes();
  }

  @Override
  public JsonNode config(NetworkKind network) {
    return contents.config(part(network));
  }

  /** Without {@code prediction_type} where nothing in the file or beside it tells. */
  @Override
  public JsonNode scheduler() {
    Optional<Prediction> known = LdmConfig.prediction(path).or(contents::prediction);
    ObjectNode scheduler = contents.scheduler(known.orElse(Prediction.EPSILON));
    if (known.isEmpty()) {
      scheduler.remove("prediction_type");
    }
    return scheduler;
  }

  /** Of version 2 with velocity, where a configuration beside it says that and the file nothing. */
  @Override
  public int nativeSize() {
    boolean velocity =
        contents.prediction().isEmpty()
            && LdmConfig.prediction(path).filter(Prediction.V::equals).isPresent();
    return velocity ? Model.VELOCITY_SIZE : ModelSource.super.nativeSize();
  }

  @Override
  public ClipTokenizer tokenizer() {
    int entries = contents.config(Part.TEXT_ENCODER).path("vocab_size").asInt();
    if (entries < ClipTokenizer.CLIP_ENTRIES) {
      throw new BadRequest(
          path()
              + " knows "
              + entries
              + " tokens, and CLIP, whose tokenizer single files go with, has "
              + ClipTokenizer.CLIP_ENTRIES
              + "; use the model's folder, which brings its own");
    }
    return contents.kind() == CheckpointKind.STABLE_DIFFUSION_2
        ? ClipTokenizer.openClip()
        : ClipTokenizer.openAi();
  }
}
