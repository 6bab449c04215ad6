package dev.kiln.plugin.controlnet.preprocess.pose;

/**
 * A point of a body, a hand or a face.
 *
 * @param seen whether it was found; the others are not drawn
 */
record Joint(double x, double y, boolean seen) {
  static final Joint MISSING = new Joint(0, 0, false);

  Joint(double x, double y) {
    this(x, y, true);
  }
}
