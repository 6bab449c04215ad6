package dev.kiln.host.http;

import dev.kiln.host.http.PluginSite.PluginRoute;
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
  List<PluginRoute> served() {
    return site.routes().stream().filter(this::free).toList();
  }

  private synchronized void refresh(DynamicRouter router) {
    for (PluginRoute route : site.routes()) {
      if (!free(route)) {
        LOG.warn(
            "plugin '{}' declares {} {}, which is a route of the host; it is not served",
            route.plugin(),
            route.method(),
            route.path());
      }
    }
    router.replace(served().stream().map(this::endpoint).toList());
  }

  private boolean free(PluginRoute route) {
    return !taken.contains(key(route.method(), route.path()));
  }

  private Endpoint endpoint(PluginRoute route) {
    HandlerType method = HandlerType.findOrCreate(route.method());
    return new Endpoint(method, route.path(), context -> call(route, context));
  }

  private void call(PluginRoute route, Context context) throws Exception {
    try {
      ApiResponse response =
          site.call(route, new PluginCall(route, context, json)).orElseThrow(NotFoundResponse::new);
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
              + route.method()
              + " "
              + route.path()
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
