package dev.kiln.plugin.embeddingcache;

import dev.kiln.spi.generate.EmbeddingKey;
import dev.kiln.spi.host.PluginHome;
import dev.kiln.spi.tensor.Tensor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Embeddings in the plugin's folder, a file each. Processes may share the folder: a file appears
 * whole or not at all, and one that another process deleted was never there. What goes wrong with
 * the disk costs a computation, never a generation.
 */
@Singleton
final class EmbeddingStore {
  private static final Logger LOG = LoggerFactory.getLogger("embedding-cache");
  private static final String SUFFIX = ".embedding";

  private final PluginHome home;
  private final Path folder;
  private final AtomicInteger hits = new AtomicInteger();
  private final AtomicInteger misses = new AtomicInteger();

  @Inject
  EmbeddingStore(PluginHome home) {
    this.home = home;
    this.folder = home.folder();
  }

  /** The embedding of a key, which is then the most recently used one. */
  Optional<Tensor> read(EmbeddingKey key) {
    Entry entry = new Entry(key);
    Path file = folder.resolve(entry.name() + SUFFIX);
    Optional<Tensor> found = Optional.empty();
    try {
      if (Files.exists(file)) {
        found = entry.read(Files.readAllBytes(file));
        Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis()));
      }
    } catch (IOException e) {
      LOG.debug("{} cannot be read", file, e);
    }
    (found.isPresent() ? hits : misses).incrementAndGet();
    return found;
  }

  void write(EmbeddingKey key, Tensor embedding) {
    Entry entry = new Entry(key);
    try {
      home.write(entry.name() + SUFFIX, entry.write(embedding));
    } catch (IOException e) {
      LOG.warn("an embedding cannot be kept in {}: {}", folder, e.toString());
    }
  }

  /** Delete the least recently used entries until the rest is small enough. */
  void trim(long maxBytes) {
    List<Kept> kept = list();
    kept.sort(Comparator.comparing(Kept::used));
    long bytes = kept.stream().mapToLong(Kept::bytes).sum();
    for (Kept oldest : kept) {
      if (bytes <= maxBytes) {
        break;
      }
      delete(oldest.file());
      bytes -= oldest.bytes();
    }
  }

  void clear() {
    list().forEach(kept -> delete(kept.file()));
  }

  int misses() {
    return misses.get();
  }

  Usage usage() {
    List<Kept> kept = list();
    long bytes = kept.stream().mapToLong(Kept::bytes).sum();
    return new Usage(kept.size(), bytes, hits.get(), misses.get());
  }

  private List<Kept> list() {
    List<Kept> kept = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (Path file : files) {
        describe(file).ifPresent(kept::add);
      }
    } catch (IOException e) {
      LOG.debug("{} cannot be listed", folder, e);
    }
    return kept;
  }

  private static Optional<Kept> describe(Path file) {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(new Kept(file, found.size(), found.lastModifiedTime()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.debug("{} cannot be deleted", file, e);
    }
  }

  private record Kept(Path file, long bytes, FileTime used) {}

  /**
   * @param hits how many chunks were found since the process began
   * @param misses how many were not
   */
  record Usage(int entries, long bytes, int hits, int misses) {}
}
