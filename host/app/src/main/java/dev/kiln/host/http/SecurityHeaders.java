package dev.kiln.host.http;

import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/**
 * What every answer says to a browser: that it is what its type says, that nothing in it runs or is
 * shown inside of another site. The page has a wider policy in place of this one.
 */
final class SecurityHeaders implements HttpConfiguration.Customizer {
  private static final Map<String, String> HEADERS =
      Map.of(
          "X-Content-Type-Options", "nosniff",
          "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
          "X-Frame-Options", "DENY",
          "Referrer-Policy", "no-referrer",
          "Cross-Origin-Opener-Policy", "same-origin",
          "Cross-Origin-Resource-Policy", "same-origin");

  static void add(HttpFields.Mutable answer) {
    HEADERS.forEach(answer::put);
  }

  @Override
  public Request customize(Request request, HttpFields.Mutable answer) {
    add(answer);
    return request;
  }
}
