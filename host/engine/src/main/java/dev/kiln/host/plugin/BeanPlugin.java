package dev.kiln.host.plugin;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pf4j.Plugin;
import org.pf4j.PluginRuntimeException;
import org.pf4j.PluginWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A plugin's life as PF4J sees it: start makes its beans, in a CDI container of their own where
 * they need one, stop closes them.
 */
final class BeanPlugin extends Plugin {
  private static final Logger LOG = LoggerFactory.getLogger(BeanPlugin.class);

  private final PluginWrapper plugin;
  private final PluginIndex index;
  private final Map<Class<?>, Object> services;
  private @Nullable Beans beans;

  /**
   * @param services that its beans may inject, by their SPI interface
   */
  BeanPlugin(PluginWrapper plugin, PluginIndex index, Map<Class<?>, Object> services) {
    this.plugin = plugin;
    this.index = index;
    this.services = services;
  }

  Beans beans() {
    if (beans == null) {
      throw new IllegalStateException("plugin " + plugin.getPluginId() + " is not awake");
    }
    return beans;
  }

  @Override
  public void start() {
    ClassLoader loader = plugin.getPluginClassLoader();
    try {
      beans =
          SingletonBeans.of(index.singletons(), loader, services)
              .orElseGet(
                  () -> ContainerBeans.boot(plugin.getPluginPath(), index, loader, services));
    } catch (RuntimeException | Error e) {
      // The message alone: the exception would hold on to the plugin's classes.
      throw new PluginRuntimeException(Reason.of(e));
    }
  }

  /** Never throws: PF4J would keep the class loader. */
  @Override
  public void stop() {
    Beans closing = beans;
    beans = null;
    try {
      if (closing != null) {
        closing.close();
      }
    } catch (RuntimeException e) {
      LOG.warn("plugin '{}' failed at its end: {}", plugin.getPluginId(), e.getMessage());
    }
  }
}
