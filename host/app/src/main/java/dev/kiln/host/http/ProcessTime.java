package dev.kiln.host.http;

import io.javalin.http.Context;
import java.util.Locale;

/** webUI's header X-Process-Time: seconds that a request took. */
final class ProcessTime {
  private static final String BEGAN = "kiln.began";

  private ProcessTime() {}

  static void begin(Context context) {
    context.attribute(BEGAN, System.nanoTime());
  }

  static void end(Context context) {
    Long began = context.attribute(BEGAN);
    if (began != null) {
      double seconds = (System.nanoTime() - began) / 1e9;
      context.header("X-Process-Time", String.format(Locale.ROOT, "%.4f", seconds));
    }
  }
}
