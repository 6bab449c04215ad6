package dev.kiln.plugin.controlnet.preprocess.pose;

/**
 * Where a person stands, in pixels of the picture.
 *
 * @param score how sure that is, 0..1
 */
record PersonBox(double left, double top, double right, double bottom, double score) {
  /** Intersection over union, a pixel's own width counted. */
  double overlap(PersonBox other) {
    double width = Math.min(right, other.right) - Math.max(left, other.left) + 1;
    double height = Math.min(bottom, other.bottom) - Math.max(top, other.top) + 1;
    double common = Math.max(0, width) * Math.max(0, height);
    return common / (area() + other.area() - common);
  }

  private double area() {
    return (right - left + 1) * (bottom - top + 1);
  }
}
