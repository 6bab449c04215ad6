package dev.kiln.host.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** HTTP Basic authentication over every route, the page included. */
final class BasicAuth implements Handler {
  private final List<byte[]> expected;

  /**
   * @param credentials "user:password" of each user
   */
  BasicAuth(List<String> credentials) {
    expected = credentials.stream().map(user -> user.getBytes(StandardCharsets.UTF_8)).toList();
  }

  @Override
  public void handle(Context context) {
    boolean right =
        Optional.ofNullable(context.header("Authorization"))
            .filter(header -> header.regionMatches(true, 0, "Basic ", 0, 6))
            .map(header -> decode(header.substring(6).strip()))
            .filter(this::known)
            .isPresent();
    if (!right) {
      context
          .status(401)
          .header("WWW-Authenticate", "Basic realm=\"Kiln\", charset=\"UTF-8\"")
          .json(Map.of("detail", "Incorrect username or password"))
          .skipRemainingHandlers();
    }
  }

  /** Compares with all of them, so that the time tells nothing. */
  private boolean known(byte[] given) {
    return expected.stream().filter(user -> MessageDigest.isEqual(given, user)).count() > 0;
  }

  private static byte[] decode(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }
}
