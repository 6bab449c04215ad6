package dev.kiln.host.plugin;

import dev.kiln.host.plugin.PluginIndex.ExtensionIndex;
import java.util.Map;
import org.jboss.weld.Container;
import org.jboss.weld.config.ConfigurationKey;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;
import org.jspecify.annotations.Nullable;
import org.pf4j.Plugin;
import org.pf4j.PluginRuntimeException;
import org.pf4j.PluginWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A plugin's life as PF4J sees it: start boots a CDI container of its own, stop closes it. */
final class CdiPlugin extends Plugin {
  private static final Logger LOG = LoggerFactory.getLogger(CdiPlugin.class);

  private final PluginWrapper plugin;
  private final PluginIndex index;
  private final Map<Class<?>, Object> services;
  private @Nullable WeldContainer container;

  /**
   * @param services that its beans may inject, by their SPI interface
   */
  CdiPlugin(PluginWrapper plugin, PluginIndex index, Map<Class<?>, Object> services) {
    this.plugin = plugin;
    this.index = index;
    this.services = services;
  }

  WeldContainer container() {
    if (container == null) {
      throw new IllegalStateException("plugin " + plugin.getPluginId() + " is not awake");
    }
    return container;
  }

  @Override
  public void start() {
    // Weld keeps its containers by id in one table per process: the path is unique there.
    String id = "plugin:" + plugin.getPluginPath();
    ClassLoader loader = plugin.getPluginClassLoader();
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    // Archives have no beans.xml here, and what checks one takes 100 ms to make.
    System.setProperty(ConfigurationKey.DISABLE_XML_VALIDATION.get(), "true");
    try {
      container =
          new Weld(id)
              .setClassLoader(loader)
              .disableDiscovery()
              .addBeanClasses(
                  new BeanClasses(plugin.getPluginPath(), loader)
                      .of(index.extensions().stream().map(ExtensionIndex::type).toList()))
              .addExtension(new HostBridge(services))
              .property(Weld.SHUTDOWN_HOOK_SYSTEM_PROPERTY, false)
              // A few classes are not worth threads.
              .property(ConfigurationKey.CONCURRENT_DEPLOYMENT.get(), false)
              .property(ConfigurationKey.PRELOADER_THREAD_POOL_SIZE.get(), 0)
              .initialize();
    } catch (RuntimeException | Error e) {
      // Weld SE keeps a static entry of a container that failed, and with it the class loader.
      if (Container.isSet(id)) {
        Container.instance(id).cleanup();
      }
      // The message alone: the exception would hold on to the plugin's classes.
      throw new PluginRuntimeException(Reason.of(e));
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Never throws: PF4J would keep the class loader. */
  @Override
  public void stop() {
    WeldContainer closing = container;
    container = null;
    try {
      if (closing != null && closing.isRunning()) {
        closing.shutdown();
      }
    } catch (RuntimeException e) {
      LOG.warn("plugin '{}' failed at its end: {}", plugin.getPluginId(), e.getMessage());
    }
  }
}
