package dev.kiln.host.plugin;

import java.util.List;
import java.util.Map;

/**
 * What the host has itself of the places that only one can have: no plugin gets one of them.
 *
 * @param keys by point: "route", "command", or the hook whose names are offered
 */
public record HostPlaces(Map<String, List<String>> keys) {
  public static final HostPlaces NONE = new HostPlaces(Map.of());
}
