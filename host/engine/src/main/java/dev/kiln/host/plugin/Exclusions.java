package dev.kiln.host.plugin;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.index.PluginOptions.Scope;
import java.util.List;

/** Which of the plugins that a request asks for cannot take part together. */
final class Exclusions {
  private final List<LoadedPlugin> plugins;
  private final Wishes wishes;

  Exclusions(List<LoadedPlugin> plugins, Wishes wishes) {
    this.plugins = plugins;
    this.wishes = wishes;
  }

  /**
   * @throws BadRequest when two of them exclude each other
   */
  void check() {
    List<LoadedPlugin> acting = plugins.stream().filter(this::acts).toList();
    for (LoadedPlugin plugin : acting) {
      for (ExcludesIndex excludes : excluded(plugin)) {
        if (acting.stream().anyMatch(other -> other.id().equals(excludes.plugin()))) {
          throw new BadRequest(
              "plugins '%s' and '%s' cannot make one picture together: %s; leave one of them out"
                  .formatted(plugin.id(), excludes.plugin(), excludes.why()));
        }
      }
    }
  }

  private static List<ExcludesIndex> excluded(LoadedPlugin plugin) {
    return plugin.options().of(Scope.REQUEST).map(it -> it.excludes()).orElse(List.of());
  }

  /** An approximation that is exact takes no part. */
  private boolean acts(LoadedPlugin plugin) {
    return wishes.haveOptions(plugin)
        && plugin
            .options()
            .of(Scope.REQUEST)
            .filter(options -> options.acts(wishes.options(plugin).orElseThrow()))
            .isPresent();
  }
}
