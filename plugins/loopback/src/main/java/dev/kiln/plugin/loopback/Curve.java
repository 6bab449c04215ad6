package dev.kiln.plugin.loopback;

/** How the strength goes from the request's to the final one, by webUI's names. */
enum Curve {
  LINEAR("Linear"),
  AGGRESSIVE("Aggressive"),
  LAZY("Lazy");

  private final String label;

  Curve(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  /**
   * @param done how much of the loops is done, 0..1
   * @return how much of the way the strength has gone, 0..1
   */
  double at(double done) {
    double quarter = done * Math.PI / 2;
    return switch (this) {
      case LINEAR -> done;
      case AGGRESSIVE -> Math.sin(quarter);
      case LAZY -> 1 - Math.cos(quarter);
    };
  }
}
