package dev.kiln.host.plugin;

import dev.kiln.spi.hook.HookPoint;
import java.util.List;
import java.util.Map;

/**
 * What the host has itself of the places that only one can have: no plugin gets one of them.
 *
 * @param keys by the hook that they belong to: routes, commands, names
 */
public record HostPlaces(Map<Class<? extends HookPoint>, List<String>> keys) {
  public static final HostPlaces NONE = new HostPlaces(Map.of());
}
