package dev.kiln.host.http;

import dev.kiln.host.plugin.Contribution;
import dev.kiln.host.plugin.PluginIndex.RouteIndex;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.host.ApiResponse;
import io.javalin.http.ContentType;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.NotFoundResponse;
import io.javalin.router.Endpoint;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The routes of plugins, brought into the router whenever they change. */
final class PluginRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(PluginRoutes.class);

  private final PluginSite site;
  private final Json json;
  private final Set<String> taken;

  PluginRoutes(PluginSite site, Json json, List<HostRoute> own) {
    this.site = site;
    this.json = json;
    this.taken =
        own.stream().map(route -> key(route.method(), route.path())).collect(Collectors.toSet());
  }

  void connect(DynamicRouter router) {
    site.onRoutesChanged(() -> refresh(router));
    refresh(router);
  }

  /** The routes that are served: those of plugins without what the host has itself. */
  List<Contribution<RouteIndex>> served() {
    return site.routes().stream().filter(this::free).toList();
  }

  private synchronized void refresh(DynamicRouter router) {
    for (Contribution<RouteIndex> route : site.routes()) {
      if (!free(route)) {
        LOG.warn(
            "plugin '{}' declares {} {}, which is a route of the host; it is not served",
            route.plugin(),
            route.what().method(),
            route.what().path());
      }
    }
    router.replace(served().stream().map(this::endpoint).toList());
  }

  private boolean free(Contribution<RouteIndex> route) {
    return !taken.contains(key(route.what().method(), route.what().path()));
  }

  private Endpoint endpoint(Contribution<RouteIndex> route) {
    HandlerType method = HandlerType.findOrCreate(route.what().method());
    return new Endpoint(method, route.what().path(), context -> call(route, context));
  }

  private void call(Contribution<RouteIndex> route, Context context) throws Exception {
    try {
      ApiResponse response =
          site.call(route.what(), new PluginCall(route.what(), context, json))
              .orElseThrow(NotFoundResponse::new);
      // By ourselves: Javalin refuses null, which clients of webUI's routes expect.
      context
          .status(response.status())
          .contentType(ContentType.APPLICATION_JSON)
          .result(json.write(response.json()));
    } catch (BadRequest | PluginProblem e) {
      throw e;
    } catch (Exception e) {
      if (e instanceof NotFoundResponse || e instanceof WrongTypes || e instanceof HttpProblem) {
        throw e;
      }
      throw new PluginProblem(
          "plugin '"
              + route.plugin()
              + "' failed in "
              + route.what().method()
              + " "
              + route.what().path()
              + ": "
              + e,
          e);
    }
  }

  /** Two routes clash when they differ at most in the names of their parts. */
  private static String key(String method, String path) {
    return method + " " + path.replaceAll("\\{[^}]*}", "{}");
  }
}
