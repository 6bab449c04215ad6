package dev.kiln.host.plugin;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pf4j.DefaultPluginDescriptor;
import org.pf4j.JarPluginLoader;
import org.pf4j.JarPluginManager;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDependency;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginLoader;
import org.pf4j.PluginState;
import org.pf4j.PluginWrapper;

/**
 * PF4J as Kiln uses it: jars alone, each loaded from a private copy under an id of its own, so that
 * an old and a new build of one plugin live side by side. Not thread-safe.
 */
final class JarLoader extends JarPluginManager {
  private final SharedClasses shared = new SharedClasses(JarLoader.class.getClassLoader());
  private final JarCopies copies;
  private final PluginFrames frames = new PluginFrames(this::getPlugins);
  private final ExitWatch exits = new ExitWatch(frames);
  private int loads;
  private PluginDescriptor loading = new DefaultPluginDescriptor();

  /**
   * @param work the folder for private copies
   */
  JarLoader(Path work) {
    super(work);
    this.copies = new JarCopies(work);
  }

  /**
   * Load a jar and make its beans; what failed is in the wrapper when its state is FAILED.
   *
   * @param dependencies loaded plugins whose classes it may use
   * @param services that its beans may inject, by their SPI interface
   */
  PluginWrapper start(
      DroppedJar jar, List<PluginWrapper> dependencies, Map<Class<?>, Object> services) {
    // Counted: a jar that went and came back is loaded anew while its first load is still in use.
    String unique = prefix(jar) + ++loads;
    loading = new LoadDescriptor(unique, jar, dependencies);
    Path copy = copies.take(jar, unique);
    exits.start();
    loadPlugin(copy);
    PluginWrapper wrapper = getPlugin(unique);
    wrapper.setPluginFactory(it -> new BeanPlugin(it, jar.index(), services));
    startPlugin(unique);
    return wrapper;
  }

  PluginFrames frames() {
    return frames;
  }

  /** Whether a wrapper is a load of a jar. */
  static boolean isOf(PluginWrapper wrapper, DroppedJar jar) {
    return wrapper.getPluginId().startsWith(prefix(jar));
  }

  private static String prefix(DroppedJar jar) {
    return jar.id() + "_" + jar.sha256().substring(0, 12) + "_";
  }

  /** Close a plugin's beans and its class loader, and forget its copy. */
  void unload(PluginWrapper wrapper) {
    unloadPlugin(wrapper.getPluginId());
    copies.drop(wrapper.getPluginPath());
  }

  /** Forget all copies; to be called when nothing is loaded any more. */
  void close() {
    exits.close();
    copies.close();
  }

  /** The id that its manifest says. */
  static String id(PluginWrapper wrapper) {
    return wrapper.getPluginId().replaceFirst("_.*", "");
  }

  boolean idle() {
    return getPlugins().isEmpty();
  }

  static String failure(PluginWrapper wrapper) {
    Throwable reason = wrapper.getFailedException();
    return reason == null
        ? "its state is " + wrapper.getPluginState()
        : String.valueOf(reason.getMessage());
  }

  static boolean started(PluginWrapper wrapper) {
    return wrapper.getPluginState() == PluginState.STARTED;
  }

  @Override
  protected PluginDescriptorFinder createPluginDescriptorFinder() {
    return new PluginDescriptorFinder() {
      @Override
      public boolean isApplicable(Path copy) {
        return true;
      }

      @Override
      public PluginDescriptor find(Path copy) {
        return loading;
      }
    };
  }

  /** Versions were checked before; the dependencies are those that are loaded. */
  private static final class LoadDescriptor extends DefaultPluginDescriptor {
    LoadDescriptor(String unique, DroppedJar jar, List<PluginWrapper> dependencies) {
      setPluginId(unique);
      setPluginVersion(jar.version());
      setPluginClass("org.pf4j.Plugin");
      setRequires("*");
      dependencies.forEach(it -> addDependency(new PluginDependency(it.getPluginId())));
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

          @Override
          public @Nullable URL findResource(String name) {
            return UncachedJars.of(super.findResource(name));
          }

          @Override
          public Enumeration<URL> findResources(String name) throws IOException {
            return Collections.enumeration(
                Collections.list(super.findResources(name)).stream()
                    .map(UncachedJars::of)
                    .toList());
          }
        };
      }
    };
  }
}
