package dev.kiln.host.http;

import dev.kiln.host.fields.FieldTable;
import io.javalin.http.Handler;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A route of the host, with its entry in the API description.
 *
 * @param body the fields of its JSON body, null when it has none
 * @param statuses that its answer may have beside those that follow from the rest
 */
record HostRoute(
    String method,
    String path,
    String summary,
    Handler handler,
    @Nullable FieldTable body,
    Set<Integer> statuses) {
  static HostRoute get(String path, String summary, Handler handler) {
    return new HostRoute("GET", path, summary, handler, null, Set.of());
  }

  static HostRoute post(String path, String summary, Handler handler) {
    return new HostRoute("POST", path, summary, handler, null, Set.of());
  }

  static HostRoute post(String path, String summary, FieldTable body, Handler handler) {
    return new HostRoute("POST", path, summary, handler, body, Set.of());
  }

  static HostRoute delete(String path, String summary, Handler handler) {
    return new HostRoute("DELETE", path, summary, handler, null, Set.of());
  }

  /** The same with further statuses; one that means success takes the place of 200. */
  HostRoute answering(Integer... more) {
    return new HostRoute(method, path, summary, handler, body, Set.of(more));
  }
}
