package dev.kiln.host.model.prepared;

import dev.kiln.host.Sha256;
import java.nio.charset.StandardCharsets;

/**
 * What tells a prepared network from all others.
 *
 * @param network which network of which model
 * @param form hash of all that its preparation depends on
 */
public record PreparedKey(String network, String form) {
  private static final int DIGITS = 16;

  /** How the names of all forms of its network begin. */
  String prefix() {
    return Sha256.of(network.getBytes(StandardCharsets.UTF_8)).substring(0, DIGITS) + "-";
  }

  /** The name of its file without what stands behind the dot. */
  String name() {
    return prefix() + form.substring(0, Math.min(DIGITS, form.length()));
  }
}
