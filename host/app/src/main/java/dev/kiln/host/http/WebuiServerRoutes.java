package dev.kiln.host.http;

import dev.kiln.host.model.ProcessMemory;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** webUI's routes about the server itself. */
final class WebuiServerRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(WebuiServerRoutes.class);
  private static final String PREFIX = "/sdapi/v1/";

  private final WebuiSettings settings;
  private final ApiJson json;
  private final Map<String, @Nullable Object> flags;
  private final HostProcess process;

  /**
   * @param flags of the command line
   */
  WebuiServerRoutes(
      WebuiSettings settings,
      ApiJson json,
      Map<String, @Nullable Object> flags,
      HostProcess process) {
    this.settings = settings;
    this.json = json;
    this.flags = flags;
    this.process = process;
  }

  List<HostRoute> routes() {
    return List.of(
        HostRoute.get(
            PREFIX + "options",
            "Options that hold for all requests",
            context -> context.json(settings.shown())),
        HostRoute.post(
            PREFIX + "options",
            "Set options for the requests to come",
            settings.table(),
            this::change),
        idle("refresh-checkpoints", "models are looked up anew at each request", "null"),
        idle("refresh-vae", "VAEs are looked up anew at each request", "null"),
        idle("reload-checkpoint", "a model is loaded by the first request for it", "{}"),
        HostRoute.post(
            PREFIX + "unload-checkpoint",
            "Take all models out of memory that no generation uses",
            this::unload),
        ending("server-stop", "Let the running job finish and end the server", this::stop),
        ending("server-kill", "End the server at once", context -> process.kill()),
        ending(
            "server-restart",
            "Answers 501: Kiln cannot start itself again",
            context -> context.status(501)),
        HostRoute.get(
            PREFIX + "cmd-flags",
            "The flags that the server was started with",
            context -> context.json(flags)),
        HostRoute.get(
            PREFIX + "memory", "The server's memory in bytes", context -> context.json(memory())));
  }

  private static HostRoute idle(String name, String why, String answer) {
    return HostRoute.post(
        PREFIX + name, "Does nothing: " + why, context -> answer(context, answer));
  }

  /** A route that only a server has that was started so. */
  private HostRoute ending(String name, String summary, Handler handler) {
    return HostRoute.post(
        PREFIX + name,
        summary,
        context -> {
          if (!process.stoppable()) {
            throw new HttpProblem(
                422, PREFIX + name + " is switched off; start the server with --api-server-stop");
          }
          handler.handle(context);
        });
  }

  private void change(Context context) {
    settings.change(
        json.body(context),
        warning -> LOG.warn("/sdapi/v1/options: {}", WebuiGeneration.plain(warning)));
    answer(context, "null");
  }

  private void unload(Context context) {
    process.unloadModels();
    answer(context, "{}");
  }

  private void stop(Context context) {
    process.stop();
    context.result("Stopping.");
  }

  /** Clients read every answer as JSON. */
  private static void answer(Context context, String json) {
    context.contentType("application/json").result(json);
  }

  /** Of the process where the system tells, else of Java's heap alone. */
  private static Map<String, Object> memory() {
    Runtime heap = Runtime.getRuntime();
    long resident = ProcessMemory.residentBytes();
    long used = resident > 0 ? resident : heap.totalMemory() - heap.freeMemory();
    long total = resident > 0 ? ProcessMemory.totalBytes() : heap.maxMemory();
    Map<String, Object> ram = new LinkedHashMap<>();
    ram.put("free", total - used);
    ram.put("used", used);
    ram.put("total", total);
    return Map.of("ram", ram, "cuda", Map.of("error", "unavailable"));
  }
}
