package dev.kiln.host.http;

import io.javalin.config.JavalinState;
import io.javalin.http.HandlerType;
import io.javalin.router.Endpoint;
import io.javalin.router.InternalRouter;
import io.javalin.router.ParsedEndpoint;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Javalin's router with a second list of routes that may change while the server runs; Javalin
 * itself takes routes only before it starts. Its own routes come first. This is the one place that
 * touches {@code unsafe}.
 */
final class DynamicRouter extends InternalRouter {
  private final JavalinState state;
  private volatile List<ParsedEndpoint> added = List.of();

  DynamicRouter(JavalinState state) {
    super(state.wsRouter, state.eventManager, state.router, state.jetty);
    this.state = state;
  }

  /** Put these routes in the place of those that were added before. */
  void replace(List<Endpoint> endpoints) {
    added = endpoints.stream().map(one -> new ParsedEndpoint(one, state.router)).toList();
  }

  /** Asked for HEAD, which a route of GET answers too. */
  @Override
  public boolean hasHttpHandlerEntry(HandlerType method, String path) {
    return super.hasHttpHandlerEntry(method, path) || matches(method, path).findFirst().isPresent();
  }

  /** HEAD is answered as GET is, and Jetty leaves out the body. */
  @Override
  public @Nullable ParsedEndpoint findFirstHttpHandlerEntry(HandlerType method, String path) {
    ParsedEndpoint own = super.findFirstHttpHandlerEntry(method, path);
    ParsedEndpoint found = own != null ? own : matches(method, path).findFirst().orElse(null);
    return found == null && method.equals(HandlerType.HEAD)
        ? findFirstHttpHandlerEntry(HandlerType.GET, path)
        : found;
  }

  @Override
  public List<ParsedEndpoint> findHttpHandlerEntries(HandlerType method, String path) {
    List<ParsedEndpoint> own = super.findHttpHandlerEntries(method, path);
    return Stream.concat(own.stream(), matches(method, path)).toList();
  }

  private Stream<ParsedEndpoint> matches(HandlerType method, String path) {
    return added.stream().filter(one -> one.endpoint.method.equals(method) && one.matches(path));
  }
}
