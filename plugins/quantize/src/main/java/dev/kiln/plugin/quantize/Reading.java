package dev.kiln.plugin.quantize;

import java.util.Optional;

/**
 * How what layers read is brought into 8 bits.
 *
 * @param ranges that are known; other layers find their own at each run
 * @param measured whether the network gives out what they find
 */
record Reading(Optional<Ranges> ranges, boolean measured) {
  static final Reading AT_EACH_RUN = new Reading(Optional.empty(), false);

  static Reading of(Calibration calibration) {
    return new Reading(calibration.ranges(), calibration.ranges().isEmpty());
  }

  String fingerprint() {
    return ranges.map(Ranges::fingerprint).orElse("none") + (measured ? " measured" : "");
  }
}
