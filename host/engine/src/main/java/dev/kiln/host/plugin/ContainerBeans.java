package dev.kiln.host.plugin;

import java.nio.file.Path;
import java.util.Map;
import org.jboss.weld.Container;
import org.jboss.weld.config.ConfigurationKey;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;

/** Beans in a CDI container of the plugin's own. */
record ContainerBeans(WeldContainer container) implements Beans {
  /**
   * Boot a container.
   *
   * @param jar that is loaded
   * @param services that beans may inject, by their SPI interface
   */
  static Beans boot(
      Path jar, PluginIndex index, ClassLoader loader, Map<Class<?>, Object> services) {
    // Weld keeps its containers by id in one table per process: the path is unique there.
    String id = "plugin:" + jar;
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    // Archives have no beans.xml here, and what checks one takes 100 ms to make.
    System.setProperty(ConfigurationKey.DISABLE_XML_VALIDATION.get(), "true");
    try {
      return new ContainerBeans(
          new Weld(id)
              .setClassLoader(loader)
              .disableDiscovery()
              .addBeanClasses(
                  new BeanClasses(jar, loader)
                      .of(index.extensions().stream().map(ExtensionIndex::type).toList()))
              .addExtension(new HostBridge(services))
              .property(Weld.SHUTDOWN_HOOK_SYSTEM_PROPERTY, false)
              // A few classes are not worth threads.
              .property(ConfigurationKey.CONCURRENT_DEPLOYMENT.get(), false)
              .property(ConfigurationKey.PRELOADER_THREAD_POOL_SIZE.get(), 0)
              .initialize());
    } catch (RuntimeException | Error e) {
      // Weld SE keeps a static entry of a container that failed, and with it the class loader.
      if (Container.isSet(id)) {
        Container.instance(id).cleanup();
      }
      throw e;
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Override
  public Object of(Class<?> type) {
    return container.select(type).get();
  }

  @Override
  public void fire(Object event) {
    container.event().fire(event);
  }

  @Override
  public void close() {
    if (container.isRunning()) {
      container.shutdown();
    }
  }
}
