package dev.kiln.host.weights.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.host.weights.StateDict;
import dev.kiln.host.weights.config.Prediction;
import dev.kiln.host.weights.config.SchedulerConfig;
import dev.kiln.host.weights.config.UnetVariant;
import dev.kiln.host.weights.file.ForeignFile;
import dev.kiln.host.weights.file.Safetensors;
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
  private final Safetensors contents;
  private final CheckpointKind kind;
  private final Map<Part, CheckpointPart> parts;

  private Checkpoint(Safetensors contents, CheckpointKind kind, Map<Part, CheckpointPart> parts) {
    this.contents = contents;
    this.kind = kind;
    this.parts = parts;
  }

  /**
   * Look into a file, of whatever kind it is.
   *
   * @throws BadRequest when it is a pickle or not a valid safetensors file
   */
  public static Checkpoint read(Path file) {
    if (ForeignFile.isPickle(file)) {
      throw ForeignFile.pickle(file);
    }
    Safetensors contents = Safetensors.read(file);
    CheckpointKind kind = KindFinder.find(contents.tensors());
    Map<Part, CheckpointPart> parts = new EnumMap<>(Part.class);
    if (kind.refusal().isEmpty()) {
      parts.putAll(new PartFinder(StateDict.of(contents), kind).find());
    }
    return new Checkpoint(contents, kind, Collections.unmodifiableMap(parts));
  }

  public Path file() {
    return contents.file();
  }

  public CheckpointKind kind() {
    return kind;
  }

  /** What its maker wrote about it. */
  public Map<String, String> metadata() {
    return contents.metadata();
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
    if (contents.tensors().containsKey("v_pred")) {
      return Optional.of(Prediction.V);
    }
    for (String key : new String[] {"modelspec.prediction_type", "modelspec.predict_key"}) {
      String said = contents.metadata().getOrDefault(key, "").toLowerCase(Locale.ROOT);
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
    return SchedulerConfig.of(variant(), prediction, contents.tensors().containsKey("ztsnr"));
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
