package dev.kiln.host.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.json.JavalinJackson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server: webUI's routes, Kiln's own, the plugins' and the page. Made once, started once,
 * stopped once.
 */
public final class ApiServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);

  // What a finished job's answer may take to be written when the server stops.
  private static final long FLUSH_MILLIS = 2_000;

  private final ApiSettings settings;
  private final Backend backend;
  private final BodyPlaces places = new BodyPlaces();
  private final ApiJson json = new ApiJson(places);
  private final ErrorForms forms = new ErrorForms(json);
  private final List<HostRoute> routes = new ArrayList<>();
  private final PluginRoutes plugins;
  private final Javalin javalin;

  public ApiServer(ApiSettings settings, Backend backend) {
    this.settings = settings;
    this.backend = backend;
    addRoutes();
    this.plugins = new PluginRoutes(backend.plugins(), json, places, routes, forms);
    this.javalin = Javalin.create(this::configure);
  }

  /**
   * Begin to answer.
   *
   * @throws io.javalin.util.JavalinBindException when the port is taken
   */
  public ApiServer start() {
    javalin.start();
    return this;
  }

  /** The address of the page, with the port that was taken. */
  public String url() {
    String host = HostGuard.everyAddress(settings.host()) ? "127.0.0.1" : settings.host();
    String scheme = settings.identity().isPresent() ? "https" : "http";
    return scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + javalin.port();
  }

  /** The host's own routes, as "GET /path": a plugin may not have one of them. */
  public List<String> routes() {
    return routes.stream().map(route -> route.method() + " " + route.path()).toList();
  }

  /**
   * End the events of plugins, take no more jobs, let the running one finish within this time,
   * answer those who wait, and end.
   */
  public void stop(Duration grace) {
    plugins.close();
    backend.jobs().close(grace);
    endAnswers();
  }

  /** By Jetty: Javalin would call an answer that takes too long an error of its own. */
  private void endAnswers() {
    try {
      javalin.jettyServer().server().stop();
    } catch (TimeoutException late) {
      LOG.warn("the server stopped before the last answer was complete; it was cut off");
    } catch (Exception e) {
      throw new IllegalStateException("the server cannot be stopped", e);
    }
  }

  @Override
  public void close() {
    stop(Duration.ZERO);
  }

  private void addRoutes() {
    var features = new WebuiFeatures(backend.plugins());
    var options = new WebuiSettings(backend, features);
    var reader = new WebuiReader(backend, features, options);
    routes.addAll(new WebuiGeneration(backend, json, reader, options).routes());
    routes.addAll(new PictureTexts(backend, json).routes());
    routes.add(new WebuiProgress(backend.jobs()).route());
    routes.addAll(new WebuiLists(backend.catalog(), backend.plugins()).routes());
    routes.addAll(
        new WebuiServerRoutes(options, json, settings.flags(), backend.process()).routes());
    SettingsView shown = new SettingsView(options, backend);
    routes.addAll(new WebuiInternal(backend, options, shown, json).routes());
    routes.add(shown.route());
    routes.addAll(new ExtraNetworks(backend.catalog(), json).routes());
    routes.addAll(new KilnJobs(backend, json, forms).routes());
    routes.add(new QueueEvents(backend.jobs(), json, forms).route());
    routes.add(
        HostRoute.get(
            "/kiln/v1/models",
            "Models, the default one first, with the size of their own pictures",
            context -> context.json(backend.catalog().models())));
    routes.addAll(new KilnPlugins(backend.plugins(), settings.open()).routes());
    routes.addAll(new Panels(backend.plugins()).routes());
    routes.add(HostRoute.get("/openapi.json", "This description", this::describe));
    routes.addAll(new Page().routes());
  }

  private void configure(JavalinConfig config) {
    // First: routes enter the router that is there when they are declared.
    DynamicRouter router = new DynamicRouter(config.unsafe);
    config.unsafe.internalRouter = router;
    config.startup.showJavalinBanner = false;
    config.http.prefer405over404 = true;
    config.jsonMapper(new JavalinJackson(json.mapper(), false));
    config.jetty.modifyServer(server -> server.setStopTimeout(FLUSH_MILLIS));
    new JettyLimits(settings, new JettyErrors(json, forms)).apply(config.jetty);
    config.routes.before(new HostGuard(settings.host(), settings.access()));
    if (settings.access().guarded()) {
      config.routes.before(new Authentication(settings.access(), forms));
    }
    config.routes.before(ProcessTime::begin);
    config.routes.after(ProcessTime::end);
    for (HostRoute route : routes) {
      HandlerType method = HandlerType.findOrCreate(route.method().toUpperCase(Locale.ROOT));
      config.routes.addHttpHandler(method, route.path(), route.handler());
    }
    new ErrorAnswers(json, forms).register(config);
    plugins.connect(router);
  }

  private void describe(Context context) {
    List<HostRoute> all = Stream.concat(routes.stream(), plugins.empty().stream()).toList();
    context.json(
        new OpenApi(backend.process().version(), settings.access())
            .describe(all, plugins.served(), backend.plugins().options()));
  }
}
