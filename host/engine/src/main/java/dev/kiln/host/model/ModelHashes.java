package dev.kiln.host.model;

import dev.kiln.host.FileStamp;
import dev.kiln.host.JsonMap;
import dev.kiln.host.Sha256;
import dev.kiln.host.weights.file.FileHashes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * SHA-256 of model files, kept in a file by path and stamp, so that a start reads no gigabytes.
 * Safe from any thread; processes that share the file may compute a hash twice.
 */
public final class ModelHashes implements FileHashes {
  private final JsonMap<String> known;

  /**
   * @param store where the hashes are kept; made when missing, started anew when unreadable
   */
  public ModelHashes(Path store) {
    this.known = new JsonMap<>(store, String.class);
  }

  /** The hash of a file, hexadecimal. */
  @Override
  public synchronized String of(Path file) {
    try {
      Path real = file.toRealPath();
      String hash = known.values().get(key(real));
      if (hash == null) {
        hash = compute(real);
        keep(real, hash);
      }
      return hash;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a file's hash is known without reading it. */
  synchronized boolean knows(Path file) {
    try {
      return known.values().containsKey(key(file.toRealPath()));
    } catch (IOException missing) {
      return false;
    }
  }

  @Override
  public synchronized void remember(Path file, String hash) {
    try {
      keep(file.toRealPath(), hash);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String key(Path real) {
    return real + "|" + FileStamp.of(real);
  }

  /** The hash of a text. */
  static String ofText(String text) {
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private void keep(Path real, String hash) throws IOException {
    known.values().keySet().removeIf(other -> other.startsWith(real + "|"));
    known.values().put(key(real), hash);
    known.save();
  }

  private static String compute(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Sha256.of(in);
    }
  }
}
