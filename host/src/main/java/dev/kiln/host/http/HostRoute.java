package dev.kiln.host.http;

import io.javalin.http.Handler;
import org.jspecify.annotations.Nullable;

/**
 * A route of the host, with what the API description says of it.
 *
 * @param body the fields of its JSON body, null when it has none
 */
record HostRoute(
    String method, String path, String summary, Handler handler, @Nullable FieldTable body) {
  static HostRoute get(String path, String summary, Handler handler) {
    return new HostRoute("GET", path, summary, handler, null);
  }

  static HostRoute post(String path, String summary, Handler handler) {
    return new HostRoute("POST", path, summary, handler, null);
  }

  static HostRoute post(String path, String summary, FieldTable body, Handler handler) {
    return new HostRoute("POST", path, summary, handler, body);
  }

  static HostRoute delete(String path, String summary, Handler handler) {
    return new HostRoute("DELETE", path, summary, handler, null);
  }
}
