package dev.kiln.host.image;

import dev.kiln.spi.tensor.Picture;

/** How a picture comes to another size, in webUI's order. */
public enum ResizeMode {
  /** Both sides for themselves, whatever becomes of the proportions. */
  JUST_RESIZE("just"),
  /** Until it covers the size; what juts out is cut off. */
  CROP_AND_RESIZE("crop"),
  /** Until it fits into the size; the colors at its edges are carried on over the rest. */
  RESIZE_AND_FILL("fill"),
  /** Not the picture is resized but its latents. */
  LATENT_UPSCALE("latent");

  private final String label;

  ResizeMode(String label) {
    this.label = label;
  }

  /** Its name in Kiln's interfaces. */
  public String label() {
    return label;
  }

  /**
   * An opaque picture in another size, by {@link Resampling#LANCZOS}. Latents know no proportions:
   * what goes with them is just resized.
   */
  public Picture fit(Picture picture, int width, int height) {
    if (this == JUST_RESIZE || this == LATENT_UPSCALE) {
      return Resampling.LANCZOS.resize(picture, width, height);
    }
    double ratio = (double) width / height;
    double given = (double) picture.width() / picture.height();
    boolean byWidth = this == CROP_AND_RESIZE ? ratio > given : ratio < given;
    boolean byHeight = this == CROP_AND_RESIZE ? ratio <= given : ratio >= given;
    int scaledWidth = byWidth ? width : scaled(picture.width(), height, picture.height());
    int scaledHeight = byHeight ? height : scaled(picture.height(), width, picture.width());
    Picture scaled = Resampling.LANCZOS.resize(picture, scaledWidth, scaledHeight);
    int left = width / 2 - scaledWidth / 2;
    int top = height / 2 - scaledHeight / 2;
    Picture canvas = Picture.black(width, height);
    Pasting.paste(scaled, canvas, left, top);
    if (this == RESIZE_AND_FILL && byWidth && top > 0) {
      fill(canvas, scaled, true, top, scaledHeight);
    } else if (this == RESIZE_AND_FILL && ratio > given && left > 0) {
      fill(canvas, scaled, false, left, scaledWidth);
    }
    return canvas;
  }

  /** Of a picture that is much longer than wide, one column remains. */
  private static int scaled(int side, int to, int from) {
    return (int) Math.max(1, (long) side * to / from);
  }

  private static void fill(
      Picture canvas, Picture scaled, boolean vertical, int margin, int length) {
    Picture before = Resampling.BICUBIC.beyond(scaled, vertical, 0, margin);
    Picture behind = Resampling.BICUBIC.beyond(scaled, vertical, length, margin);
    Pasting.paste(before, canvas, 0, 0);
    Pasting.paste(behind, canvas, vertical ? 0 : margin + length, vertical ? margin + length : 0);
  }
}
