package dev.kiln.plugin.fast;

/** How alike the picture must stay. */
public enum Pace {
  /** Nothing at all: the request stays as it is. */
  FULL(1),
  FAST(0.95),
  FASTER(0.9),
  FASTEST(0.8);

  private final double likeness;

  Pace(double likeness) {
    this.likeness = likeness;
  }

  /** The least median SSIM with the picture that is drawn without accelerators. */
  double likeness() {
    return likeness;
  }
}
