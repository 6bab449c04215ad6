package dev.kiln.host.remote;

import dev.kiln.host.Sha256;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * What tells a file's content.
 *
 * @param hex of the hash, in lower case
 */
public record Fingerprint(Kind kind, String hex) {
  private static final int BUFFER = 1 << 20;

  /** A way to compute it. */
  public enum Kind {
    SHA256("SHA-256"),
    /** Git's, of files that are kept in it: SHA-1 behind the word blob and the size. */
    GIT("Git hash");

    private final String label;

    Kind(String label) {
      this.label = label;
    }
  }

  /**
   * @param typed by a user
   * @throws BadRequest when it is none
   */
  public static Fingerprint sha256(String typed) {
    String hex = typed.strip().toLowerCase(Locale.ROOT);
    if (!hex.matches("[0-9a-f]{64}")) {
      throw new BadRequest("\"" + typed + "\" is no SHA-256; it must have 64 hexadecimal digits");
    }
    return new Fingerprint(Kind.SHA256, hex);
  }

  /** Whether a file has it. */
  public boolean isOf(Path file) throws IOException {
    return hex.equals(kind == Kind.SHA256 ? Sha256.of(file) : git(file));
  }

  private static String git(Path file) throws IOException {
    MessageDigest digest = sha1();
    digest.update(("blob " + Files.size(file) + "\0").getBytes(StandardCharsets.US_ASCII));
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  @Override
  public String toString() {
    return kind.label + " " + hex;
  }
}
