package dev.kiln.host.plugin;

import java.io.IOException;
import java.net.URL;
import java.util.Enumeration;
import java.util.List;

/**
 * What a plugin sees of the host: the SPI and the libraries that it is written against, nothing
 * else. The parent of every plugin's class loader.
 */
final class SharedClasses extends ClassLoader {
  private static final List<String> SHARED =
      List.of(
          "dev.kiln.spi.",
          "org.pf4j.",
          "org.jspecify.",
          "org.slf4j.",
          "jakarta.",
          // Client proxies of plugin beans are woven with these.
          "org.jboss.weld.",
          "org.jboss.logging.");

  private final ClassLoader host;

  SharedClasses(ClassLoader host) {
    super(ClassLoader.getPlatformClassLoader());
    this.host = host;
  }

  /** Whether a class comes from the host even when a jar brings its own. */
  static boolean shared(String name) {
    return SHARED.stream().anyMatch(name::startsWith);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (shared(name)) {
      return host.loadClass(name);
    }
    throw new ClassNotFoundException(name);
  }

  @Override
  protected URL findResource(String name) {
    return isService(name) ? host.getResource(name) : null;
  }

  @Override
  protected Enumeration<URL> findResources(String name) throws IOException {
    return isService(name) ? host.getResources(name) : super.findResources(name);
  }

  private static boolean isService(String name) {
    return name.startsWith("META-INF/services/jakarta.")
        || name.startsWith("META-INF/services/org.jboss.");
  }
}
