package dev.kiln.plugin.controlnet;

/** Whose word counts where prompt and ControlNet disagree, by webUI's names and in its order. */
enum ControlMode implements Named {
  BALANCED("Balanced"),
  PROMPT("My prompt is more important"),
  CONTROL("ControlNet is more important");

  private final String label;

  ControlMode(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }

  /** Whether layers count the less the nearer they are to the picture. */
  boolean soft() {
    return this != BALANCED;
  }
}
