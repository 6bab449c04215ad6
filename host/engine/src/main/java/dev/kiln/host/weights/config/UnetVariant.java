package dev.kiln.host.weights.config;

/** The purpose of a UNet, determined by its input channels. */
public enum UnetVariant {
  TEXT_TO_IMAGE(4),
  DEPTH_TO_IMAGE(5),
  UPSCALER(7),
  INSTRUCTION(8),
  INPAINTING(9);

  private final int channels;

  UnetVariant(int channels) {
    this.channels = channels;
  }

  /** What reads that many channels; text to image where that is nothing special. */
  public static UnetVariant of(long channels) {
    for (UnetVariant variant : values()) {
      if (variant.channels == channels) {
        return variant;
      }
    }
    return TEXT_TO_IMAGE;
  }
}
