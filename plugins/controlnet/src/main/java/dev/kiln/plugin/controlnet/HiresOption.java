package dev.kiln.plugin.controlnet;

import dev.kiln.spi.generate.Redraws;

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

  /** A hint is for the whole picture: no unit acts where a part of it is drawn again. */
  boolean actsIn(Redraws redraws) {
    return switch (redraws) {
      case NOTHING -> this != HIGH_RES_ONLY;
      case WHOLE -> this != LOW_RES_ONLY;
      case PART -> false;
    };
  }
}
