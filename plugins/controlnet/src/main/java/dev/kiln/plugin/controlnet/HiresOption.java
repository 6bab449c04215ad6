package dev.kiln.plugin.controlnet;

/** In which passes of a picture that is made twice a unit acts, by webUI's names. */
enum HiresOption implements Named {
  BOTH("Both"),
  LOW_RES_ONLY("Low res only"),
  HIGH_RES_ONLY("High res only");

  private final String label;

  HiresOption(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }

  /**
   * @param large whether the pass is larger than the first one of its request
   */
  boolean actsIn(boolean large) {
    return this == BOTH || large == (this == HIGH_RES_ONLY);
  }
}
