package dev.kiln.plugin.controlnet;

import java.util.List;

/** The units of a request, kept from its first hook to its last. For one thread. */
final class ControlRequest {
  private final List<WantedUnit> units;
  private long first;

  ControlRequest(List<WantedUnit> units) {
    this.units = units;
  }

  /**
   * The units that are active in a pass. One that is larger than the first one of its request is
   * that in high resolution.
   *
   * @param latentWidth columns of latents
   * @param latentHeight rows of latents
   */
  List<WantedUnit> in(int latentWidth, int latentHeight) {
    boolean large = large(latentWidth, latentHeight);
    return units.stream()
        .filter(WantedUnit::says)
        .filter(wanted -> wanted.unit().hires().actsIn(large))
        .toList();
  }

  /** Whether it is the pass in high resolution. */
  boolean large(int latentWidth, int latentHeight) {
    long size = (long) latentWidth * latentHeight;
    first = first == 0 ? size : first;
    return size > first;
  }
}
