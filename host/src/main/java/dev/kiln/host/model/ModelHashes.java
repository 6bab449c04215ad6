package dev.kiln.host.model;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.host.weights.FileHashes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.TreeMap;

/**
 * SHA-256 of model files, kept in a file by path, size and modification time, so that a start reads
 * no gigabytes. Safe from any thread; processes that share the file may compute a hash twice.
 */
public final class ModelHashes implements FileHashes {
  private final Path store;
  private final ObjectMapper json = new ObjectMapper();
  private final TreeMap<String, String> known;

  /**
   * @param store where the hashes are kept; made when missing, started anew when unreadable
   */
  public ModelHashes(Path store) {
    this.store = store;
    this.known = load();
  }

  /** The hash of a file, hexadecimal. */
  @Override
  public synchronized String of(Path file) {
    try {
      Path real = file.toRealPath();
      String hash = known.get(key(real));
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
      return known.containsKey(key(file.toRealPath()));
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

  private static String key(Path real) throws IOException {
    return real + "|" + Files.size(real) + "|" + Files.getLastModifiedTime(real).toMillis();
  }

  /** The hash of a text. */
  static String ofText(String text) {
    return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void keep(Path real, String hash) throws IOException {
    known.keySet().removeIf(other -> other.startsWith(real + "|"));
    known.put(key(real), hash);
    save();
  }

  private static String compute(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = sha256();
      byte[] buffer = new byte[1 << 20];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    }
  }

  private TreeMap<String, String> load() {
    try {
      TreeMap<String, String> kept = json.readValue(store.toFile(), new TypeReference<>() {});
      if (kept == null) {
        return new TreeMap<>();
      }
      kept.values().removeIf(Objects::isNull);
      return kept;
    } catch (IOException missingOrDamaged) {
      return new TreeMap<>();
    }
  }

  private void save() {
    try {
      Files.createDirectories(store.getParent());
      Path next = Files.createTempFile(store.getParent(), "hashes", ".tmp");
      try {
        json.writeValue(next.toFile(), known);
        Files.move(
            next, store, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(next);
      }
    } catch (IOException unwritable) {
      // The hash itself is right; it will be computed again at the next start.
      return;
    }
  }
}
