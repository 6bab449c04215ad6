package dev.kiln.plugin.controlnet;

import dev.kiln.spi.generate.Redraws;
import java.util.List;

/** The units of a request, kept from its first hook to its last. */
record ControlRequest(List<WantedUnit> units) {
  /** The units that are active where so much is drawn again. */
  List<WantedUnit> in(Redraws redraws) {
    return units.stream()
        .filter(WantedUnit::says)
        .filter(wanted -> wanted.unit().hires().actsIn(redraws))
        .toList();
  }
}
