package dev.kiln.plugin.detailer.mask;

/**
 * Something that was found.
 *
 * @param left edge in pixels, as the others
 * @param confidence how sure the detector is, 0..1
 * @param kind number of its class
 */
public record Box(
    double left, double top, double right, double bottom, double confidence, int kind) {
  /** In square pixels. */
  public double area() {
    return (right - left) * (bottom - top);
  }

  /** The share of both that both cover, 0..1. */
  public double overlap(Box other) {
    double width = Math.min(right, other.right) - Math.max(left, other.left);
    double height = Math.min(bottom, other.bottom) - Math.max(top, other.top);
    double both = Math.max(0, width) * Math.max(0, height);
    return both / (area() + other.area() - both);
  }

  /** Cut off at the edges of a picture. */
  public Box within(int width, int height) {
    return new Box(
        clamped(left, width),
        clamped(top, height),
        clamped(right, width),
        clamped(bottom, height),
        confidence,
        kind);
  }

  private static double clamped(double edge, int most) {
    return Math.max(0, Math.min(most, edge));
  }
}
