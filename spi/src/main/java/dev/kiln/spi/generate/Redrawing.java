package dev.kiln.spi.generate;

import dev.kiln.spi.ValueType;
import dev.kiln.spi.tensor.Picture;
import java.util.Optional;

/**
 * A picture, or a part of it, that is to be drawn again: image to image inside of a generation.
 *
 * @param picture not changed
 * @param width that is drawn, in pixels: of the part where only a part is drawn; 0 for the
 *     picture's own
 * @param height that is drawn, in pixels; 0 for the picture's own
 * @param strength webUI's denoising strength, 0..1
 * @param fullSteps whether all steps are taken at any strength
 * @param noiseMultiplier of the noise that is added
 * @param seedOffset is added to the picture's seed
 * @param part empty to draw all of it
 */
@ValueType
public record Redrawing(
    Picture picture,
    int width,
    int height,
    double strength,
    boolean fullSteps,
    double noiseMultiplier,
    int seedOffset,
    Optional<Part> part,
    PassSettings settings) {
  /**
   * A part of a picture.
   *
   * @param mask as large as the picture, white where it is drawn again
   * @param blur of the mask in pixels
   * @param alone whether its surroundings alone are drawn, at the size of the redrawing, and laid
   *     into the picture again; else all is drawn and kept where the mask is black
   * @param padding pixels around the mask that are drawn with it
   */
  public record Part(Picture mask, int blur, boolean alone, int padding) {}

  /** All of a picture at its own size, in as many steps as the settings say. */
  public static Redrawing whole(Picture picture, double strength, PassSettings settings) {
    return new Redrawing(picture, 0, 0, strength, true, 1, 0, Optional.empty(), settings);
  }
}
