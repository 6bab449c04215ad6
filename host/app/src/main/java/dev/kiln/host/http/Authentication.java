package dev.kiln.host.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kiln.host.http.ErrorAnswers.Problem;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Users by HTTP Basic authentication and keys as Bearer tokens, over every route, the page
 * included.
 */
final class Authentication implements Handler {
  private static final String BASIC = "Basic ";
  private static final String BEARER = "Bearer ";

  private final List<byte[]> users;
  private final List<byte[]> keys;
  private final ErrorForms forms;

  Authentication(Access access, ErrorForms forms) {
    users = access.credentials().stream().map(user -> user.getBytes(UTF_8)).toList();
    keys = access.keys().stream().map(key -> key.getBytes(UTF_8)).toList();
    this.forms = forms;
  }

  @Override
  public void handle(Context context) {
    String header = context.header("Authorization");
    if (header == null || !known(header.strip())) {
      challenge(context);
      forms.answer(context, 401, new Problem(sentence()), Map.of("detail", sentence()));
      context.skipRemainingHandlers();
    }
  }

  private boolean known(String header) {
    if (begins(header, BASIC)) {
      return among(users, decode(header.substring(BASIC.length()).strip()));
    }
    return begins(header, BEARER)
        && among(keys, header.substring(BEARER.length()).strip().getBytes(UTF_8));
  }

  private static boolean begins(String header, String scheme) {
    return header.regionMatches(true, 0, scheme, 0, scheme.length());
  }

  /** Compares with all of them, so that the time tells nothing. */
  private static boolean among(List<byte[]> expected, byte[] given) {
    return expected.stream().filter(one -> MessageDigest.isEqual(given, one)).count() > 0;
  }

  private static byte[] decode(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  /** A browser asks its user for a name and a password only where there are some. */
  private void challenge(Context context) {
    if (!users.isEmpty()) {
      context.res().addHeader("WWW-Authenticate", "Basic realm=\"Kiln\", charset=\"UTF-8\"");
    }
    if (!keys.isEmpty()) {
      context.res().addHeader("WWW-Authenticate", "Bearer realm=\"Kiln\"");
    }
  }

  private String sentence() {
    return keys.isEmpty()
        ? "Incorrect username or password"
        : "the API key is missing or wrong; send it as \"Authorization: Bearer KEY\"";
  }
}
