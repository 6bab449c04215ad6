package dev.kiln.host.weights.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.host.weights.StateDict;
import dev.kiln.host.weights.config.Prediction;
import dev.kiln.host.weights.config.SchedulerConfig;
import dev.kiln.host.weights.config.UnetVariant;
import dev.kiln.host.weights.file.ForeignFile;
import dev.kiln.host.weights.file.Gguf;
import dev.kiln.host.weights.file.Safetensors;
import dev.kiln.host.weights.file.StoredTensor;
import dev.kiln.spi.BadRequest;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A single file as people download it: what it is, the networks in it and the configuration of
 * each, all from names and shapes. Immutable; safe from any thread.
 */
public final class Checkpoint {
  private final Path file;
  private final Map<String, String> metadata;
  private final Map<String, StoredTensor> tensors;
  private final CheckpointKind kind;
  private final Map<Part, CheckpointPart> parts;

  private Checkpoint(Path file, Map<String, String> metadata, Map<String, StoredTensor> tensors) {
    this.file = file;
    this.metadata = metadata;
    this.tensors = tensors;
    this.kind = KindFinder.find(tensors);
    Map<Part, CheckpointPart> found = new EnumMap<>(Part.class);
    if (kind.refusal().isEmpty()) {
      found.putAll(new PartFinder(StateDict.of(file, tensors), kind).find());
    }
    this.parts = Collections.unmodifiableMap(found);
  }

  /**
   * Look into a file, of whatever kind it is.
   *
   * @throws BadRequest when it is a pickle, or no valid file of its format
   */
  public static Checkpoint read(Path file) {
    if (ForeignFile.isPickle(file)) {
      throw ForeignFile.pickle(file);
    }
    if (Gguf.isOne(file)) {
      Gguf contents = Gguf.read(file);
      return new Checkpoint(contents.file(), contents.metadata(), contents.tensors());
    }
    Safetensors contents = Safetensors.read(file);
    return new Checkpoint(contents.file(), contents.metadata(), contents.tensors());
  }

  public Path file() {
    return file;
  }

  public CheckpointKind kind() {
    return kind;
  }

  /** What its maker wrote about it. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /** The networks that it holds. */
  public Set<Part> parts() {
    return parts.keySet();
  }

  /** What its UNet is for. */
  public UnetVariant variant() {
    return property(Part.UNET, CheckpointPart::variant);
  }

  /**
   * A network's parameters.
   *
   * @throws BadRequest when the file does not hold it
   */
  public StateDict weights(Part part) {
    return property(part, CheckpointPart::weights);
  }

  /**
   * A network's config.json as diffusers or transformers would have it.
   *
   * @throws BadRequest when the file does not hold it, or holds it in an impossible shape
   */
  public ObjectNode config(Part part) {
    return property(part, CheckpointPart::config);
  }

  /** What the UNet predicts; empty where neither the kind of model nor a mark in the file tells. */
  public Optional<Prediction> prediction() {
    if (tensors.containsKey("v_pred")) {
      return Optional.of(Prediction.V);
    }
    for (String key : new String[] {"modelspec.prediction_type", "modelspec.predict_key"}) {
      String said = metadata.getOrDefault(key, "").toLowerCase(Locale.ROOT);
      if (said.startsWith("v")) {
        return Optional.of(Prediction.V);
      } else if (said.startsWith("eps")) {
        return Optional.of(Prediction.EPSILON);
      }
    }
    if (!parts.containsKey(Part.UNET)) {
      return Optional.empty();
    } else if (kind == CheckpointKind.STABLE_DIFFUSION_1) {
      return Optional.of(Prediction.EPSILON);
    }
    return switch (variant()) {
      case UPSCALER -> Optional.of(Prediction.V);
      case INPAINTING, INSTRUCTION, DEPTH_TO_IMAGE -> Optional.of(Prediction.EPSILON);
      case TEXT_TO_IMAGE -> Optional.empty();
    };
  }

  /**
   * The scheduler_config.json.
   *
   * @param prediction {@link #prediction()}, or what a probe of the UNet showed
   */
  public ObjectNode scheduler(Prediction prediction) {
    return SchedulerConfig.of(variant(), prediction, tensors.containsKey("ztsnr"));
  }

  private <T> T property(Part part, Function<CheckpointPart, T> property) {
    CheckpointPart found = parts.get(part);
    if (found == null) {
      throw new BadRequest(
          file()
              + " is a "
              + kind.label()
              + kind.refusal()
                  .map(reason -> ", " + reason)
                  .orElse(
                      " without a "
                          + part.folder().replace('_', ' ')
                          + "; use a file that holds one"));
    }
    return property.apply(found);
  }
}
