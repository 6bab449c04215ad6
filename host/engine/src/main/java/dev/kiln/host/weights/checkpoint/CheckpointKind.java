package dev.kiln.host.weights.checkpoint;

import java.util.Optional;

/** The kinds of safetensors files. */
public enum CheckpointKind {
  STABLE_DIFFUSION_1("Stable Diffusion 1"),
  STABLE_DIFFUSION_2("Stable Diffusion 2"),
  UNET("UNet"),
  TEXT_ENCODER("text encoder"),
  VAE("VAE"),
  CONTROLNET("ControlNet"),
  LORA("LoRA", "which changes a model and is none; name it in the prompt"),
  TEXTUAL_INVERSION("textual inversion", "which adds a word to a model and is none"),
  STABLE_DIFFUSION_XL(
      "Stable Diffusion XL",
      "whose second text encoder Kiln does not build; use a Stable Diffusion 1 or 2 model"),
  STABLE_DIFFUSION_3(
      "Stable Diffusion 3",
      "which has a transformer in place of a UNet; use a Stable Diffusion 1 or 2 model"),
  FLUX("Flux", "which has a transformer in place of a UNet; use a Stable Diffusion 1 or 2 model"),
  UNCLIP(
      "Stable Diffusion 2 unCLIP",
      "which is steered by pictures; use a Stable Diffusion 1 or 2 model"),
  DIFFERENCE(
      "ControlNet of differences",
      "which only holds how it differs from another model; use the whole ControlNet"),
  ADAPTER("T2I-Adapter", "which Kiln does not build; use a ControlNet"),
  UPSCALER("picture upscaler", "which enlarges pictures and is no model; name it as the upscaler"),
  UNKNOWN(
      "file of unknown kind",
      "whose names are none of Stable Diffusion's; use a Stable Diffusion 1 or 2 model");

  private final String label;
  private final Optional<String> refusal;

  CheckpointKind(String label) {
    this.label = label;
    this.refusal = Optional.empty();
  }

  CheckpointKind(String label, String refusal) {
    this.label = label;
    this.refusal = Optional.of(refusal);
  }

  public String label() {
    return label;
  }

  /** Why no network can be built of it, as the end of a sentence; empty where one can. */
  public Optional<String> refusal() {
    return refusal;
  }
}
