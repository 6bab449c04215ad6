package dev.kiln.host.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import org.pf4j.DefaultPluginDescriptor;
import org.pf4j.JarPluginLoader;
import org.pf4j.JarPluginManager;
import org.pf4j.ManifestPluginDescriptorFinder;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginFactory;
import org.pf4j.PluginLoader;
import org.pf4j.PluginState;
import org.pf4j.PluginWrapper;

/**
 * PF4J as Kiln uses it: jars alone, each loaded from a private copy under an id that carries the
 * jar's hash, so that an old and a new build of one plugin live side by side. Not thread-safe.
 */
final class JarLoader extends JarPluginManager {
  private final SharedClasses shared = new SharedClasses(JarLoader.class.getClassLoader());
  private final ContainerBoot boot;
  private final Path copies;

  /**
   * @param copies a folder of this process alone
   */
  JarLoader(Path copies, ContainerBoot boot) {
    super(copies);
    this.copies = copies;
    this.boot = boot;
    // The JDK's cache of open jars would serve old resources and keep files open.
    URLConnection.setDefaultUseCaches("jar", false);
  }

  static String uniqueId(DroppedJar jar) {
    return jar.id() + "@" + jar.sha256().substring(0, 12);
  }

  /** Load a jar; its classes are found from now on, none is initialised. */
  PluginWrapper load(DroppedJar jar) {
    String unique = uniqueId(jar);
    Path copy = copies.resolve(unique + ".jar");
    try {
      Files.createDirectories(copies);
      if (!Files.exists(copy)) {
        Files.copy(jar.file(), copy);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (getPlugin(unique) == null) {
      loadPlugin(copy);
      resolvePlugins();
    }
    return getPlugin(unique);
  }

  /** Boot a plugin's container; what it threw is in the wrapper when the state is FAILED. */
  PluginState start(PluginWrapper wrapper) {
    return startPlugin(wrapper.getPluginId());
  }

  /** Close a plugin's container and its class loader, and forget its copy. */
  void unload(PluginWrapper wrapper) {
    unloadPlugin(wrapper.getPluginId());
    try {
      Files.deleteIfExists(wrapper.getPluginPath());
    } catch (IOException stillOpen) {
      // A system that locks open files: the folder is cleared at the next start.
      wrapper.getPluginPath().toFile().deleteOnExit();
    }
  }

  @Override
  protected PluginDescriptorFinder createPluginDescriptorFinder() {
    return new ManifestPluginDescriptorFinder() {
      @Override
      public PluginDescriptor find(Path copy) {
        return new CopyDescriptor(super.find(copy), copy);
      }
    };
  }

  /** A descriptor under the unique id; versions and dependencies were checked before. */
  private static final class CopyDescriptor extends DefaultPluginDescriptor {
    CopyDescriptor(PluginDescriptor jar, Path copy) {
      setPluginId(copy.getFileName().toString().replaceFirst("\\.jar$", ""));
      setPluginVersion(jar.getVersion());
      setPluginClass("org.pf4j.Plugin");
      setRequires("*");
    }
  }

  @Override
  protected PluginLoader createPluginLoader() {
    return new JarPluginLoader(this) {
      @Override
      protected PluginClassLoader createPluginClassLoader(Path path, PluginDescriptor descriptor) {
        return new PluginClassLoader(pluginManager, descriptor, shared) {
          @Override
          protected boolean shouldDelegateToParent(String name) {
            return super.shouldDelegateToParent(name) || SharedClasses.shared(name);
          }
        };
      }
    };
  }

  @Override
  protected PluginFactory createPluginFactory() {
    return wrapper -> new CdiPlugin(wrapper, boot);
  }
}
