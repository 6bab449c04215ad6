package dev.kiln.plugin.controlnet;

import dev.kiln.spi.tensor.Picture;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Hints that preprocessors made, so many bytes of them; what was used longest ago goes first. Safe
 * from any thread.
 */
final class HintCache {
  /** By what they were made of; the one used last is at the end. */
  private final Map<Key, Picture> hints = new LinkedHashMap<>(16, 0.75f, true);

  private long bytes;

  /**
   * What a hint was made of.
   *
   * @param picture its hash
   * @param settings numbers of the preprocessor
   */
  record Key(String picture, String module, String settings) {
    static Key of(Picture picture, String module, String settings) {
      try {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update((picture.width() + "x").getBytes(StandardCharsets.UTF_8));
        digest.update(picture.rgba());
        return new Key(HexFormat.of().formatHex(digest.digest()), module, settings);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has SHA-256", e);
      }
    }
  }

  synchronized Optional<Picture> get(Key key) {
    return Optional.ofNullable(hints.get(key));
  }

  /**
   * @param limit bytes that all hints may take
   */
  synchronized void put(Key key, Picture hint, long limit) {
    Picture before = hints.put(key, hint);
    bytes += hint.rgba().length - (before == null ? 0 : before.rgba().length);
    var oldest = hints.values().iterator();
    while (bytes > limit && oldest.hasNext()) {
      bytes -= oldest.next().rgba().length;
      oldest.remove();
    }
  }

  synchronized int size() {
    return hints.size();
  }
}
