package dev.kiln.host.weights.checkpoint;

/** The networks that a file may hold, by diffusers' names for their folders. */
public enum Part {
  UNET("unet"),
  TEXT_ENCODER("text_encoder"),
  VAE("vae"),
  CONTROLNET("controlnet");

  private final String folder;

  Part(String folder) {
    this.folder = folder;
  }

  public String folder() {
    return folder;
  }
}
