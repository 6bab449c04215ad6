package dev.kiln.api;

import java.util.Arrays;
import java.util.Objects;

/** A picture from another one: all of it anew, or what is under a mask. */
public final class Img2ImgBuilder extends RequestBuilder<Img2ImgBuilder> {
  Img2ImgBuilder() {}

  @Override
  Img2ImgBuilder self() {
    return this;
  }

  /** What to begin with; several are a batch, one result of each. */
  public Img2ImgBuilder image(Picture... pictures) {
    if (pictures == null
        || pictures.length == 0
        || Arrays.stream(pictures).anyMatch(Objects::isNull)) {
      throw new KilnException(
          KilnException.Reason.BAD_REQUEST, "image has no picture; give one to begin with");
    }
    return field("init_images", Arrays.stream(pictures).map(Picture::base64).toList());
  }

  /** How much is drawn anew, 0 to 1. */
  public Img2ImgBuilder strength(double strength) {
    return field("denoising_strength", strength);
  }

  /** White where the picture is drawn anew. */
  public Img2ImgBuilder mask(Picture mask) {
    Objects.requireNonNull(mask, "mask is null; give a picture, or leave the call out");
    return field("mask", mask.base64());
  }

  /**
   * Soften the mask.
   *
   * @param pixels 0 to 64
   */
  public Img2ImgBuilder maskBlur(int pixels) {
    return field("mask_blur_x", pixels).field("mask_blur_y", pixels);
  }

  /** Draw anew what the mask leaves black. */
  public Img2ImgBuilder maskInvert(boolean invert) {
    return field("mask_invert", invert);
  }

  /** What the masked place begins with: fill, original, latent noise or latent nothing. */
  public Img2ImgBuilder maskedContent(String name) {
    return field("masked_content", name);
  }

  /**
   * Draw the surroundings of the mask alone, in full size.
   *
   * @param padding pixels around the mask that are drawn with it
   */
  public Img2ImgBuilder onlyMasked(int padding) {
    return field("only_masked", true).field("only_masked_padding", padding);
  }

  /** How the picture comes to the size that is drawn. */
  public Img2ImgBuilder resizeMode(String name) {
    return field("resize_mode", name);
  }
}
