package dev.kiln.plugin.controlnet;

import dev.kiln.spi.tensor.Picture;

/**
 * The picture that a unit follows and what is to be done to it.
 *
 * @param module the preprocessor's name; {@link #READY} for none
 * @param image as it was given, opaque
 * @param settings of the preprocessor
 */
record HintRequest(String module, Picture image, ResizeMode resize, Settings settings) {
  /** What webUI calls the preprocessor that leaves a picture as it is. */
  static final String READY = "none";

  /**
   * Numbers for the preprocessor; it takes its own default for those that are out of its range.
   *
   * @param resolution of the shorter side that it works at, in pixels
   * @param pixelPerfect whether the resolution follows from the size of the picture that is made
   */
  record Settings(int resolution, double thresholdA, double thresholdB, boolean pixelPerfect) {}

  boolean ready() {
    return module.equals(READY);
  }

  /**
   * The resolution for a picture: pixel perfect is that at which one pixel of the hint becomes one
   * of the picture.
   */
  int resolution(int width, int height) {
    if (!settings.pixelPerfect()) {
      return settings.resolution();
    }
    double scale = resize.scale((double) height / image.height(), (double) width / image.width());
    return (int) Math.rint(scale * Math.min(image.width(), image.height()));
  }
}
