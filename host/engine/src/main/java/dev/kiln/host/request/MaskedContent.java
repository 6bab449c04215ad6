package dev.kiln.host.request;

/** What the place under a mask begins with, in webUI's order. */
public enum MaskedContent {
  /** The colors around it. */
  FILL("fill"),
  ORIGINAL("original"),
  /** Latents of the first noise, which get more noise like all others. */
  LATENT_NOISE("latent noise"),
  /** Latents of zeros. */
  LATENT_NOTHING("latent nothing");

  private final String label;

  MaskedContent(String label) {
    this.label = label;
  }

  /** Its name in Kiln's interfaces and in the infotext. */
  public String label() {
    return label;
  }
}
