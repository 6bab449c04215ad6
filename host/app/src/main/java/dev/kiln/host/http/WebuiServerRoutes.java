package dev.kiln.host.http;

import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** webUI's routes about the server itself. */
final class WebuiServerRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(WebuiServerRoutes.class);

  private final WebuiSettings settings;
  private final ApiJson json;
  private final Map<String, @Nullable Object> flags;

  /**
   * @param flags of the command line
   */
  WebuiServerRoutes(WebuiSettings settings, ApiJson json, Map<String, @Nullable Object> flags) {
    this.settings = settings;
    this.json = json;
    this.flags = flags;
  }

  List<HostRoute> routes() {
    return List.of(
        HostRoute.get(
            "/sdapi/v1/options",
            "Options that hold for all requests",
            context -> context.json(settings.shown())),
        HostRoute.post(
            "/sdapi/v1/options",
            "Set options for the requests to come",
            settings.table(),
            this::change),
        HostRoute.post(
            "/sdapi/v1/refresh-checkpoints",
            "Does nothing: models are looked up anew at each request",
            WebuiServerRoutes::nothing),
        HostRoute.post(
            "/sdapi/v1/refresh-vae",
            "Does nothing: VAEs are looked up anew at each request",
            WebuiServerRoutes::nothing),
        HostRoute.get(
            "/sdapi/v1/cmd-flags",
            "The flags that the server was started with",
            context -> context.json(flags)),
        HostRoute.get(
            "/sdapi/v1/memory",
            "The server's heap in bytes",
            context -> context.json(memory(Runtime.getRuntime()))),
        HostRoute.get(
            "/internal/ping",
            "Answers when the server is there",
            context -> context.json(Map.of())));
  }

  private void change(Context context) {
    settings.change(
        json.body(context),
        warning -> LOG.warn("/sdapi/v1/options: {}", WebuiGeneration.plain(warning)));
    nothing(context);
  }

  /** Clients read every answer as JSON. */
  private static void nothing(Context context) {
    context.contentType("application/json").result("null");
  }

  private static Map<String, Object> memory(Runtime runtime) {
    Map<String, Object> ram = new LinkedHashMap<>();
    long used = runtime.totalMemory() - runtime.freeMemory();
    ram.put("free", runtime.maxMemory() - used);
    ram.put("used", used);
    ram.put("total", runtime.maxMemory());
    return Map.of("ram", ram, "cuda", Map.of("error", "unavailable"));
  }
}
