package dev.kiln.host.graph.recipe;

import dev.kiln.host.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * Identifies a graph by one SHA-256. Each part is hashed with its length, so that two different
 * lists of parts never give the same bytes.
 */
public final class GraphFingerprint {
  private final MessageDigest digest = Sha256.begin();

  /** Parts in an order that matters. */
  public GraphFingerprint add(String... parts) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, parts.length));
    for (String part : parts) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
      digest.update(bytes);
    }
    return this;
  }

  /** The hash of all that was added, hexadecimal; the next begins anew. */
  public String hash() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
