package dev.kiln.host.prompt;

/** How {@code (words:1.2)} in a prompt is applied, with webUI's names and meaning. */
public enum EmphasisMode {
  /** Not parsed: brackets and BREAK are ordinary text. */
  NONE("None"),
  /** Parsed and left without effect. */
  IGNORE("Ignore"),
  /** Embeddings are scaled, then the whole is brought back to its former mean. */
  ORIGINAL("Original"),
  /** Embeddings are scaled. */
  NO_NORM("No norm");

  private final String label;

  EmphasisMode(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }
}
