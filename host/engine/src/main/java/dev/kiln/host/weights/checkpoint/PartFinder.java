package dev.kiln.host.weights.checkpoint;

import dev.kiln.host.weights.StateDict;
import dev.kiln.host.weights.config.InferredTextConfig;
import dev.kiln.host.weights.config.InferredUnetConfig;
import dev.kiln.host.weights.config.InferredVaeConfig;
import dev.kiln.host.weights.name.DiffusersNames;
import dev.kiln.host.weights.name.LayoutFinder;
import dev.kiln.host.weights.name.LdmControlNames;
import dev.kiln.host.weights.name.LdmUnetNames;
import dev.kiln.host.weights.name.LdmVaeNames;
import dev.kiln.host.weights.name.OpenClipNames;
import dev.kiln.host.weights.name.UnetLayout;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Finds the networks in a file, each under the prefix and the names that its family has. */
final class PartFinder {
  static final String UNET = "model.diffusion_model.";
  static final String VAE = "first_stage_model.";
  static final String CLIP = "cond_stage_model.transformer.";
  static final String OPEN_CLIP = "cond_stage_model.model.";
  static final String CONTROL = "control_model.";

  private static final String FIRST_INPUT = "input_blocks.0.0.weight";

  private final StateDict file;
  private final CheckpointKind kind;

  PartFinder(StateDict file, CheckpointKind kind) {
    this.file = file;
    this.kind = kind;
  }

  Map<Part, CheckpointPart> find() {
    Map<Part, CheckpointPart> parts = new EnumMap<>(Part.class);
    if (kind == CheckpointKind.CONTROLNET) {
      parts.put(Part.CONTROLNET, controlNet());
      return parts;
    }
    unet().ifPresent(part -> parts.put(Part.UNET, part));
    textEncoder().ifPresent(part -> parts.put(Part.TEXT_ENCODER, part));
    vae().ifPresent(part -> parts.put(Part.VAE, part));
    return parts;
  }

  private Optional<CheckpointPart> unet() {
    String prefix = holds(FIRST_INPUT) ? "" : UNET;
    if (holds(prefix + FIRST_INPUT)) {
      UnetLayout layout = new LayoutFinder(file.tensors(), prefix).ldm();
      StateDict weights = file.named(new LdmUnetNames(prefix, layout));
      return Optional.of(
          new CheckpointPart(weights, () -> new InferredUnetConfig(weights, layout).unet()));
    } else if (kind == CheckpointKind.UNET) {
      UnetLayout layout = new LayoutFinder(file.tensors(), "").diffusers();
      return Optional.of(
          new CheckpointPart(file, () -> new InferredUnetConfig(file, layout).unet()));
    }
    return Optional.empty();
  }

  private CheckpointPart controlNet() {
    if (file.has("controlnet_cond_embedding.conv_in.weight")) {
      UnetLayout layout = new LayoutFinder(file.tensors(), "").diffusers();
      return new CheckpointPart(file, () -> new InferredUnetConfig(file, layout).controlNet());
    }
    String prefix = holds(CONTROL + FIRST_INPUT) ? CONTROL : "";
    UnetLayout layout = new LayoutFinder(file.tensors(), prefix).ldm();
    int convolutions = 0;
    while (holds(prefix + "input_hint_block." + 2 * convolutions + ".weight")) {
      convolutions++;
    }
    StateDict weights = file.named(new LdmControlNames(prefix, layout, convolutions - 2));
    return new CheckpointPart(weights, () -> new InferredUnetConfig(weights, layout).controlNet());
  }

  private Optional<CheckpointPart> textEncoder() {
    String token = "embeddings.token_embedding.weight";
    if (holds(OPEN_CLIP + "token_embedding.weight")) {
      StateDict weights = file.named(new OpenClipNames(OPEN_CLIP));
      return Optional.of(new CheckpointPart(weights, () -> InferredTextConfig.openClip(weights)));
    }
    StateDict inside = file.named(new DiffusersNames(CLIP));
    if (inside.has(token)) {
      return Optional.of(new CheckpointPart(inside, () -> InferredTextConfig.clip(inside)));
    }
    return file.has(token)
        ? Optional.of(new CheckpointPart(file, () -> InferredTextConfig.clip(file)))
        : Optional.empty();
  }

  private Optional<CheckpointPart> vae() {
    for (String prefix : new String[] {VAE, ""}) {
      int levels = InferredVaeConfig.ldmLevels(file, prefix);
      if (levels > 0) {
        StateDict weights = file.named(new LdmVaeNames(prefix, levels));
        return Optional.of(new CheckpointPart(weights, () -> InferredVaeConfig.of(weights)));
      }
    }
    return file.has("decoder.up_blocks.0.resnets.0.conv1.weight")
        ? Optional.of(new CheckpointPart(file, () -> InferredVaeConfig.of(file)))
        : Optional.empty();
  }

  private boolean holds(String key) {
    return file.tensors().containsKey(key);
  }
}
