package dev.kiln.host.plugin;

import dev.kiln.host.plugin.PluginReport.PluginLine;
import dev.kiln.spi.BadRequest;
import java.util.List;
import java.util.Map;

/**
 * Options of plugins for all requests, as a program gives them: what means nothing there is a
 * mistake. Those of the settings file may be for a plugin that comes later.
 *
 * @param options by plugin id
 */
public record GivenOptions(Map<String, Map<String, Object>> options) {
  /**
   * Those of a plugin that is switched off, or fails, are not looked at.
   *
   * @throws BadRequest when there is no such plugin, or they do not fit
   */
  public void check(PluginRuntime plugins) {
    List<String> there = plugins.report().plugins().stream().map(PluginLine::id).toList();
    options.keySet().stream()
        .filter(id -> !there.contains(id))
        .findFirst()
        .ifPresent(
            id -> {
              throw new BadRequest(PluginCatalog.missing(id, List.of(), there));
            });
    for (LoadedPlugin plugin : plugins.running()) {
      if (options.containsKey(plugin.id())) {
        plugin.options().checkAll(options.get(plugin.id()));
      }
    }
  }
}
