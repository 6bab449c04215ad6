package dev.kiln.host.weights.config;

/** What a UNet is for; the channels that it reads tell. */
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
