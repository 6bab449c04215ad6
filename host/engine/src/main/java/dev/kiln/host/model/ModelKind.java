package dev.kiln.host.model;

/** What may lie in a folder of models. */
public enum ModelKind {
  CHECKPOINT("checkpoint"),
  VAE("vae"),
  CONTROLNET("controlnet"),
  LORA("lora"),
  EMBEDDING("embedding"),
  UPSCALER("upscaler"),
  ANNOTATOR("annotator"),
  OTHER("other");

  private final String label;

  ModelKind(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }
}
