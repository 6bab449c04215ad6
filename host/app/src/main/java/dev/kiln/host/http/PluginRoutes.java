package dev.kiln.host.http;

import dev.kiln.host.OutOfResources;
import dev.kiln.host.fields.WrongTypes;
import dev.kiln.host.plugin.Contribution;
import dev.kiln.host.plugin.PluginIndex.RouteIndex;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.host.ApiResponse;
import dev.kiln.spi.host.EventSource;
import dev.kiln.spi.host.EventStream;
import dev.kiln.spi.host.Generations;
import io.javalin.http.ContentType;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.NotFoundResponse;
import io.javalin.router.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Updates the router when the routes of plugins change. Behind them come those of missing features.
 */
final class PluginRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(PluginRoutes.class);

  private final PluginSite site;
  private final ApiJson json;
  private final BodyPlaces places;
  private final Set<String> taken;
  private final Set<String> paths;
  private final ErrorForms forms;
  private final List<HostRoute> missing = MissingFeatures.routes();
  private final EventStreams events;

  PluginRoutes(
      PluginSite site, ApiJson json, BodyPlaces places, List<HostRoute> own, ErrorForms forms) {
    this.site = site;
    this.json = json;
    this.places = places;
    this.forms = forms;
    this.events = new EventStreams(json, forms, "hear plugins already; ask again later");
    this.paths = own.stream().map(HostRoute::path).collect(Collectors.toSet());
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

  /** Lists that are empty because no plugin serves them. */
  List<HostRoute> empty() {
    return missing().stream().filter(route -> route.method().equals("GET")).toList();
  }

  private List<HostRoute> missing() {
    Set<String> offered =
        served().stream()
            .map(route -> key(route.what().method(), route.what().path()))
            .collect(Collectors.toSet());
    return missing.stream()
        .filter(route -> !offered.contains(key(route.method(), route.path())))
        .toList();
  }

  /** End what plugins still send. */
  void close() {
    events.close();
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
    forms.replace(site.errorForms(), paths);
    router.replace(
        Stream.concat(
                served().stream().map(this::endpoint),
                missing().stream().map(PluginRoutes::endpoint))
            .toList());
    events.endOutdated();
  }

  private boolean free(Contribution<RouteIndex> route) {
    return !taken.contains(key(route.what().method(), route.what().path()));
  }

  private Endpoint endpoint(Contribution<RouteIndex> route) {
    HandlerType method = HandlerType.findOrCreate(route.what().method());
    return new Endpoint(method, route.what().path(), context -> call(route, context));
  }

  private static Endpoint endpoint(HostRoute route) {
    return new Endpoint(HandlerType.findOrCreate(route.method()), route.path(), route.handler());
  }

  private void call(Contribution<RouteIndex> route, Context context) throws Exception {
    String type = RequestBody.type(context.header("Content-Type"));
    if (!route.what().takes().takes(type)) {
      throw new HttpProblem(
          415,
          "%s takes a body of %s, found %s"
              .formatted(
                  route.what().key(),
                  String.join(" or ", route.what().takes().types()),
                  type.isEmpty() ? "none" : type));
    }
    try (RequestBody body = new RequestBody(context, places)) {
      PluginCall call = new PluginCall(route.what(), context, body, json);
      if (!site.call(
          route.what(), call, (answer, current) -> send(route, context, answer, current))) {
        throw new NotFoundResponse();
      }
    } catch (Exception e) {
      throw answerable(route, e);
    }
  }

  private void send(
      Contribution<RouteIndex> route, Context context, ApiResponse answer, BooleanSupplier current)
      throws IOException {
    if (answer instanceof ApiResponse.Json response) {
      // By ourselves: Javalin refuses null, which clients of webUI's routes expect.
      context
          .status(response.status())
          .contentType(ContentType.APPLICATION_JSON)
          .result(json.write(response.json()));
    } else if (answer instanceof ApiResponse.Bytes response) {
      inert(context, response.type()).result(response.bytes());
    } else if (answer instanceof ApiResponse.File response) {
      file(route, context, response);
    } else if (answer instanceof ApiResponse.Empty response) {
      context.status(response.status());
    } else if (answer instanceof ApiResponse.Headed response) {
      response.headers().forEach(context::header);
      send(route, context, response.answer(), current);
    } else if (answer instanceof ApiResponse.Events response) {
      events.stream(listener -> sendEvents(route, response.source(), listener), context, current);
    }
  }

  private void sendEvents(Contribution<RouteIndex> route, EventSource source, EventStream listener)
      throws Exception {
    try {
      source.sendTo(listener);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception | Error e) {
      throw answerable(route, e);
    }
  }

  private static void file(
      Contribution<RouteIndex> route, Context context, ApiResponse.File answer) {
    if (!Files.isRegularFile(answer.path())) {
      throw new HttpProblem(404, "the file of " + route.what().key() + " is not there");
    }
    try {
      long size = Files.size(answer.path());
      inert(context, answer.type()).disableCompression();
      if (!context.method().equals(HandlerType.HEAD)) {
        context.result(Files.newInputStream(answer.path()));
      }
      context.res().setContentLengthLong(size);
    } catch (IOException e) {
      // Its message holds the path, which is nobody's business.
      LOG.warn("{} of plugin '{}' cannot be read", answer.path(), route.plugin(), e);
      throw new HttpProblem(500, "the file of " + route.what().key() + " cannot be read");
    }
  }

  /** What a plugin sends, which may be a stranger's file, runs nothing in the page's name. */
  private static Context inert(Context context, String type) {
    return context
        .contentType(type)
        .header("X-Content-Type-Options", "nosniff")
        .header("Content-Security-Policy", "sandbox; default-src 'none'");
  }

  /** What the call itself refused is no fault of the plugin in which it came up. */
  private static Exception answerable(Contribution<RouteIndex> route, Throwable problem) {
    Throwable cause = problem instanceof PluginProblem ? problem.getCause() : problem;
    if (cause instanceof HttpResponseException
        || cause instanceof WrongTypes
        || cause instanceof HttpProblem
        || cause instanceof CancellationException
        || cause instanceof BadRequest) {
      return (Exception) cause;
    }
    boolean asked = cause instanceof Generations.Busy || cause instanceof IllegalStateException;
    if (asked && cause.getCause() instanceof OutOfResources shortage) {
      // What the queue told the plugin, as it tells other requests.
      return shortage;
    }
    return problem instanceof PluginProblem known
        ? known
        : new PluginProblem(
            "plugin '" + route.plugin() + "' failed in " + route.what().key() + ": " + problem,
            problem);
  }

  /** Two routes clash when they differ at most in the names of their parts. */
  private static String key(String method, String path) {
    return method + " " + path.replaceAll("\\{[^}]*}", "{}");
  }
}
