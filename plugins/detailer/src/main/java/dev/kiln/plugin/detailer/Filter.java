package dev.kiln.plugin.detailer;

/** Which parts stay where only some are wanted. */
enum Filter implements Named {
  AREA("Area"),
  CONFIDENCE("Confidence");

  private final String label;

  Filter(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }
}
