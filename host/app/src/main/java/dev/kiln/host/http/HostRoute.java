package dev.kiln.host.http;

import dev.kiln.host.fields.FieldTable;
import io.javalin.http.Handler;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A route of the host, with its entry in the API description.
 *
 * @param takes the fields of its body and of its query
 * @param statuses that its answer may have beside those that follow from the rest
 */
record HostRoute(
    String method,
    String path,
    String summary,
    Handler handler,
    Input takes,
    Set<Integer> statuses) {
  private static final Input NOTHING = new Input(null, new FieldTable("Nothing"));

  /**
   * @param body the fields of a JSON body, null where there is none
   */
  record Input(@Nullable FieldTable body, FieldTable query) {}

  static HostRoute get(String path, String summary, Handler handler) {
    return new HostRoute("GET", path, summary, handler, NOTHING, Set.of());
  }

  static HostRoute post(String path, String summary, Handler handler) {
    return new HostRoute("POST", path, summary, handler, NOTHING, Set.of());
  }

  static HostRoute post(String path, String summary, FieldTable body, Handler handler) {
    return new HostRoute(
        "POST", path, summary, handler, new Input(body, NOTHING.query()), Set.of());
  }

  static HostRoute delete(String path, String summary, Handler handler) {
    return new HostRoute("DELETE", path, summary, handler, NOTHING, Set.of());
  }

  /** The same with further statuses; one that means success takes the place of 200. */
  HostRoute answering(Integer... more) {
    return new HostRoute(method, path, summary, handler, takes, Set.of(more));
  }

  /** The same with a query. */
  HostRoute asking(FieldTable query) {
    return new HostRoute(method, path, summary, handler, new Input(takes.body(), query), statuses);
  }
}
