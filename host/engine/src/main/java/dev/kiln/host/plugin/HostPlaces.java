package dev.kiln.host.plugin;

import dev.kiln.spi.hook.HookPoint;
import java.util.List;
import java.util.Map;

/**
 * The names that the host itself has, of those that only one can have. No plugin gets one of them.
 *
 * @param keys by the hook that they belong to: routes, commands, flags, names
 * @param commandFlags flags that every command has, those of plugins too
 */
public record HostPlaces(
    Map<Class<? extends HookPoint>, List<String>> keys, List<String> commandFlags) {
  public static final HostPlaces NONE = new HostPlaces(Map.of(), List.of());
}
