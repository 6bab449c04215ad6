package dev.kiln.host.plugin;

import dev.kiln.host.DiskReason;
import dev.kiln.host.ScratchFolder;
import dev.kiln.host.plugin.DropFolder.Found;
import dev.kiln.host.plugin.DroppedJar.Unusable;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * The plugins on the class path of a program, found by their index. Like jars of a folder, each is
 * loaded from a private copy by a class loader of its own. Jars inside of other jars and folders of
 * classes are packed first. Read once: a class path does not change. Not thread-safe.
 */
final class ClassPathPlugins implements AutoCloseable {
  private final ClassLoader loader;
  private final Path work;
  private final String spiVersion;
  private @Nullable List<Found> found;
  private Optional<ScratchFolder> packed = Optional.empty();

  /**
   * @param work the folder for what is packed
   * @param spiVersion the version of the contract that this host has
   */
  ClassPathPlugins(ClassLoader loader, Path work, String spiVersion) {
    this.loader = loader;
    this.work = work;
    this.spiVersion = spiVersion;
  }

  /**
   * All of them, in the order of the class path.
   *
   * @throws BadRequest when there is no room to pack one
   */
  List<Found> read() {
    if (found == null) {
      List<Found> all = new ArrayList<>();
      try {
        for (URL index : Collections.list(loader.getResources(PluginIndex.FILE))) {
          all.add(read(index, all.size()));
        }
      } catch (IOException e) {
        close();
        throw new BadRequest(
            "the plugins on the class path cannot be read, "
                + DiskReason.of(e)
                + "; see to "
                + work
                + ", or open the engine without them",
            e);
      }
      found = List.copyOf(all);
    }
    return found;
  }

  private Found read(URL index, int number) throws IOException {
    Path file = file(index, number);
    try {
      DroppedJar jar = DroppedJar.read(file, spiVersion);
      return new Found(file, jar.id(), jar, "");
    } catch (Unusable e) {
      return new Found(file, e.id(), null, e.getMessage());
    }
  }

  /** The jar that has an index, as it lies there or packed. */
  private Path file(URL index, int number) throws IOException {
    if (index.openConnection() instanceof JarURLConnection connection) {
      Optional<Path> plain = path(connection.getJarFileURL());
      // One that was opened for this alone is closed again; class loaders have their own.
      connection.setUseCaches(false);
      if (plain.isPresent()) {
        return plain.get();
      }
      try (JarFile nested = connection.getJarFile()) {
        return packed(number).ofJar(nested);
      }
    }
    Path inFolder =
        path(index).orElseThrow(() -> new IOException(index + " is neither in a jar nor a file"));
    Path folder = inFolder;
    for (int i = 0; i < Path.of(PluginIndex.FILE).getNameCount(); i++) {
      folder = folder.getParent();
    }
    return packed(number).ofFolder(folder);
  }

  private static Optional<Path> path(URL url) {
    try {
      URI uri = url.toURI();
      boolean file = "file".equals(uri.getScheme()) && !url.getPath().contains("!/");
      return file ? Optional.of(Path.of(uri)).filter(Files::isRegularFile) : Optional.empty();
    } catch (URISyntaxException | IllegalArgumentException notOne) {
      return Optional.empty();
    }
  }

  private PackedJar packed(int number) throws IOException {
    if (packed.isEmpty()) {
      packed = Optional.of(room());
    }
    return new PackedJar(packed.get().resolve("classpath-" + number + ".jar"));
  }

  private ScratchFolder room() throws IOException {
    try {
      return ScratchFolder.in(work);
    } catch (IOException unwritable) {
      return ScratchFolder.in(ScratchFolder.systemTemp());
    }
  }

  @Override
  public void close() {
    packed.ifPresent(ScratchFolder::close);
    packed = Optional.empty();
  }
}
