package dev.kiln.host.weights.checkpoint;

import static dev.kiln.host.weights.checkpoint.CheckpointKind.ADAPTER;
import static dev.kiln.host.weights.checkpoint.CheckpointKind.CONTROLNET;
import static dev.kiln.host.weights.checkpoint.CheckpointKind.DIFFERENCE;
import static dev.kiln.host.weights.checkpoint.CheckpointKind.FLUX;
import static dev.kiln.host.weights.checkpoint.CheckpointKind.LORA;
import static dev.kiln.host.weights.checkpoint.CheckpointKind.STABLE_DIFFUSION_1;
import static dev.kiln.host.weights.checkpoint.CheckpointKind.STABLE_DIFFUSION_2;
import static dev.kiln.host.weights.checkpoint.CheckpointKind.STABLE_DIFFUSION_3;
import static dev.kiln.host.weights.checkpoint.CheckpointKind.STABLE_DIFFUSION_XL;
import static dev.kiln.host.weights.checkpoint.CheckpointKind.TEXTUAL_INVERSION;
import static dev.kiln.host.weights.checkpoint.CheckpointKind.TEXT_ENCODER;
import static dev.kiln.host.weights.checkpoint.CheckpointKind.UNCLIP;
import static dev.kiln.host.weights.checkpoint.CheckpointKind.UNET;
import static dev.kiln.host.weights.checkpoint.CheckpointKind.UNKNOWN;
import static dev.kiln.host.weights.checkpoint.CheckpointKind.UPSCALER;
import static dev.kiln.host.weights.checkpoint.CheckpointKind.VAE;

import dev.kiln.host.weights.file.StoredTensor;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Determines from names and shapes what a file is. */
final class KindFinder {
  /** The first rule with a name that matches counts: later ones are less special. */
  private static final List<Rule> RULES =
      List.of(
          rule(LORA, "(lora_(unet|te\\d?)_|lycoris_).*"),
          rule(LORA, ".*[._](lora_[AB]|lora_up|lora_down|lora\\.up|lora\\.down)\\..*"),
          rule(LORA, ".*\\.lora_linear_layer\\.(up|down)\\..*"),
          rule(LORA, ".*\\.(hada_w[12]_[ab]|lokr_w[12](_[ab])?|oft_blocks|oft_diag)"),
          rule(LORA, ".*\\.oft_[rR](\\..*)?"),
          rule(STABLE_DIFFUSION_XL, "conditioner\\.embedders\\..*|add_embedding\\..*"),
          rule(STABLE_DIFFUSION_3, "(.*\\.)?joint_blocks\\..*"),
          rule(FLUX, "(.*\\.)?(double_blocks|single_transformer_blocks)\\..*"),
          rule(UNCLIP, "(embedder|noise_augmentor)\\..*"),
          rule(
              STABLE_DIFFUSION_XL,
              "(model\\.diffusion_model\\.|control_model\\.)?label_emb\\.0\\.0\\..*"),
          rule(ADAPTER, "(adapter\\.)?body\\.\\d+\\..*in_conv\\..*"),
          rule(DIFFERENCE, "difference|lora_controlnet"),
          rule(CONTROLNET, "(control_model\\.)?input_hint_block\\.0\\.weight"),
          rule(CONTROLNET, "controlnet_cond_embedding\\.conv_in\\.weight"),
          rule(UNET, "down_blocks\\.0\\.resnets\\.0\\.conv1\\.weight"),
          rule(UNET, "input_blocks\\.0\\.0\\.weight"),
          rule(
              VAE,
              "(first_stage_model\\.)?decoder\\.(up\\.0\\.block|up_blocks\\.0\\.resnets)\\.0\\.conv1\\.weight"),
          rule(TEXT_ENCODER, "(text_model\\.)?embeddings\\.token_embedding\\.weight"),
          rule(TEXTUAL_INVERSION, "emb_params|clip_[lg]"),
          rule(UPSCALER, "(params(_ema)?\\.)?(body|RRDB_trunk)\\.0\\.(rdb|RDB)1\\.conv1\\.weight"),
          rule(UPSCALER, "(params(_ema)?\\.)?model\\.1\\.sub\\.0\\.RDB1\\.conv1\\.0\\.weight"),
          rule(UPSCALER, "(params(_ema)?\\.)?block_1\\.c1_r\\.(sk|eval_conv)\\.weight"),
          rule(UPSCALER, "(params(_ema)?\\.)?body\\.1\\.weight"));

  private KindFinder() {}

  static CheckpointKind find(Map<String, StoredTensor> tensors) {
    CheckpointKind kind =
        RULES.stream()
            .filter(rule -> tensors.keySet().stream().anyMatch(rule.names.asMatchPredicate()))
            .map(Rule::kind)
            .findFirst()
            .orElse(UNKNOWN);
    boolean general = kind == VAE || kind == UNKNOWN;
    if (general && tensors.containsKey(PartFinder.UNET + "input_blocks.0.0.weight")) {
      return version(tensors);
    }
    return kind == UNKNOWN && isEmbedding(tensors.values()) ? TEXTUAL_INVERSION : kind;
  }

  /** Version 2 has another text encoder, and linear layers around its attention. */
  private static CheckpointKind version(Map<String, StoredTensor> tensors) {
    boolean second =
        tensors.keySet().stream().anyMatch(name -> name.startsWith(PartFinder.OPEN_CLIP))
            || tensors.values().stream()
                .anyMatch(
                    tensor ->
                        tensor.name().startsWith(PartFinder.UNET)
                            && tensor.name().endsWith(".1.proj_in.weight")
                            && tensor.shape().length == 2);
    return second ? STABLE_DIFFUSION_2 : STABLE_DIFFUSION_1;
  }

  /** diffusers keeps an embedding as one tensor, named by its word: a vector, or some of them. */
  private static boolean isEmbedding(Collection<StoredTensor> tensors) {
    return tensors.size() == 1
        && tensors.stream()
            .allMatch(tensor -> tensor.shape().length == 1 || tensor.shape().length == 2)
        && tensors.stream().noneMatch(tensor -> tensor.name().contains("."));
  }

  private static Rule rule(CheckpointKind kind, String names) {
    return new Rule(kind, Pattern.compile(names));
  }

  private record Rule(CheckpointKind kind, Pattern names) {}
}
