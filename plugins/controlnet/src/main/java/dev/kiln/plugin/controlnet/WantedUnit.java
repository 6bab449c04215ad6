package dev.kiln.plugin.controlnet;

import dev.kiln.spi.host.ModelFiles.Found;
import java.util.Locale;

/** A unit and the ControlNet that it names. */
record WantedUnit(ControlUnit unit, Found model) {
  /**
   * Whether what it says is the same all over the picture, and nothing to the negative prompt. No
   * file tells; webUI too goes by the name.
   */
  boolean pooled() {
    return model.shortName().toLowerCase(Locale.ROOT).contains("shuffle");
  }

  /** Whether it would add anything but zeros. */
  boolean says() {
    return unit.strength().weight() > 0 || !unit.strength().advanced().isEmpty();
  }
}
