package dev.kiln.host.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** HTTP Basic authentication over every route, the page included. */
final class BasicAuth implements Handler {
  private final byte[] expected;

  /**
   * @param credentials "user:password"
   */
  BasicAuth(String credentials) {
    expected = credentials.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void handle(Context context) {
    boolean right =
        Optional.ofNullable(context.header("Authorization"))
            .filter(header -> header.regionMatches(true, 0, "Basic ", 0, 6))
            .map(header -> decode(header.substring(6).strip()))
            .filter(given -> MessageDigest.isEqual(given, expected))
            .isPresent();
    if (!right) {
      context
          .status(401)
          .header("WWW-Authenticate", "Basic realm=\"Kiln\", charset=\"UTF-8\"")
          .json(Map.of("detail", "Incorrect username or password"))
          .skipRemainingHandlers();
    }
  }

  private static byte[] decode(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }
}
