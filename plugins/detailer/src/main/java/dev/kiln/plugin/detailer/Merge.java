package dev.kiln.plugin.detailer;

/** What becomes of several masks. */
enum Merge implements Named {
  NONE("None"),
  MERGE("Merge"),
  MERGE_AND_INVERT("Merge and Invert");

  private final String label;

  Merge(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }
}
