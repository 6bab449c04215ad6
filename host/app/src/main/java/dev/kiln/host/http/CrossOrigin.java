package dev.kiln.host.http;

import io.javalin.http.Context;
import java.util.Optional;

/** Lets pages of other origins call the server, as the CORS protocol of the Fetch standard says. */
final class CrossOrigin {
  private static final String EVERY = "*";

  private final Access access;

  CrossOrigin(Access access) {
    this.access = access;
  }

  boolean allows(String origin) {
    return access.origins().contains(EVERY)
        || access.origins().stream().anyMatch(origin::equalsIgnoreCase)
        || access.originPattern() != null && access.originPattern().matcher(origin).matches();
  }

  /**
   * Tell the browser that the page may see the answer. What the browser asks beforehand is answered
   * here, since it asks without credentials.
   */
  void answer(Context context, String origin) {
    context
        .header("Access-Control-Allow-Origin", origin)
        .header("Access-Control-Allow-Credentials", "true")
        .header("Vary", "Origin");
    boolean asksBeforehand =
        context.method().name().equals("OPTIONS")
            && context.header("Access-Control-Request-Method") != null;
    if (asksBeforehand) {
      Optional.ofNullable(context.header("Access-Control-Request-Headers"))
          .ifPresent(headers -> context.header("Access-Control-Allow-Headers", headers));
      context
          .header("Access-Control-Allow-Methods", "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT")
          .header("Access-Control-Max-Age", "600")
          .status(200)
          .result("OK")
          .skipRemainingHandlers();
    }
  }
}
