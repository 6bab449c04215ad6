package dev.kiln.host.http;

import dev.kiln.host.fields.FieldTable;
import dev.kiln.host.fields.Kind;
import dev.kiln.host.fields.Values;
import dev.kiln.host.job.Job;
import dev.kiln.host.job.Job.State;
import dev.kiln.host.job.PreviewPicture;
import dev.kiln.host.model.ProcessMemory;
import dev.kiln.host.plugin.PluginReport.PluginLine;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The routes that webUI's own page calls, of which programs use some. */
final class WebuiInternal {
  private static final long NO_PREVIEW = -1;

  private final Backend backend;
  private final WebuiSettings settings;
  private final SettingsView view;
  private final ApiJson json;
  private final double startupSeconds = startupSeconds();
  private final FieldTable asked =
      new FieldTable("ProgressRequest")
          .with(Kind.TEXT, null, "id_task")
          .with(Kind.INTEGER, NO_PREVIEW, "id_live_preview")
          .with(Kind.FLAG, true, "live_preview");

  WebuiInternal(Backend backend, WebuiSettings settings, SettingsView view, ApiJson json) {
    this.backend = backend;
    this.settings = settings;
    this.view = view;
    this.json = json;
  }

  /** The system tells when a process began; 0 where it does not. */
  private static double startupSeconds() {
    Instant now = Instant.now();
    Instant began = ProcessHandle.current().info().startInstant().orElse(now);
    return Math.max(0, Duration.between(began, now).toMillis()) / 1e3;
  }

  List<HostRoute> routes() {
    return List.of(
        HostRoute.get(
            "/internal/ping",
            "Answers when the server is there",
            context -> context.json(Map.of())),
        HostRoute.post(
            "/internal/progress",
            "How far the job is whose force_task_id is given",
            asked,
            context -> context.json(progress(json.body(context, asked::has, asked::read)))),
        HostRoute.get("/internal/pending-tasks", "The ids of jobs that wait", this::pending),
        HostRoute.get(
            "/internal/quicksettings-hint",
            "Options by name, with what a person calls them",
            this::hints),
        HostRoute.get(
            "/internal/sysinfo", "What Kiln runs on", context -> sysinfo(context, "inline")),
        HostRoute.get(
            "/internal/sysinfo-download",
            "The same to be saved",
            context -> sysinfo(context, "attachment")),
        HostRoute.get(
            "/internal/profile-startup",
            "How long the process took until it could answer, in seconds",
            context -> context.json(startup())),
        HostRoute.get(
            "/login_check",
            "Answers when the credentials are right, or none are needed",
            context -> context.contentType("application/json").result("null")));
  }

  private Map<String, Object> startup() {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("total", startupSeconds);
    view.put("records", Map.of("kiln", startupSeconds));
    return view;
  }

  private void pending(Context context) {
    List<String> waiting = backend.jobs().waiting();
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("size", waiting.size());
    view.put("tasks", waiting);
    context.json(view);
  }

  private Map<String, @Nullable Object> progress(Values values) {
    String id = values.text("id_task");
    Optional<Job.Snapshot> now = backend.jobs().find(id).map(Job::snapshot);
    Optional<State> state = now.map(Job.Snapshot::state);
    boolean active = state.filter(State.RUNNING::equals).isPresent();
    boolean queued = state.filter(State.QUEUED::equals).isPresent();
    long seen = (Long) values.value("id_live_preview");
    PreviewPicture preview =
        values.flag("live_preview") ? now.map(Job.Snapshot::preview).orElse(null) : null;
    boolean shown = preview != null && preview.number() != seen;
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("active", active);
    view.put("queued", queued);
    view.put("completed", now.isPresent() && !active && !queued);
    view.put("progress", active ? now.map(WebuiProgress::share).orElse(null) : null);
    view.put("eta", active ? now.map(WebuiProgress::eta).orElse(null) : null);
    view.put("live_preview", shown ? preview.dataUri() : null);
    view.put("id_live_preview", shown ? preview.number() : active ? seen : NO_PREVIEW);
    view.put("textinfo", active ? null : queued ? place(id) : "Waiting...");
    return view;
  }

  private String place(String id) {
    List<String> waiting = backend.jobs().waiting();
    return "In queue: %d/%d".formatted(waiting.indexOf(id) + 1, waiting.size());
  }

  private void hints(Context context) {
    context.json(
        view.labels().entrySet().stream()
            .map(option -> new Hint(option.getKey(), option.getValue()))
            .toList());
  }

  private record Hint(String name, String label) {}

  private void sysinfo(Context context, String shown) {
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("Platform", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    info.put("Java", System.getProperty("java.version"));
    info.put("Version", backend.process().version());
    info.put("CPU", Map.of("count logical", Runtime.getRuntime().availableProcessors()));
    info.put(
        "RAM",
        Map.of("total", ProcessMemory.totalBytes(), "available", ProcessMemory.availableBytes()));
    info.put(
        "Extensions",
        backend.plugins().report().plugins().stream().map(WebuiInternal::extension).toList());
    info.put("Config", settings.shown());
    context.header("Content-Disposition", shown + "; filename=\"sysinfo.json\"").json(info);
  }

  private static Map<String, String> extension(PluginLine plugin) {
    Map<String, String> view = new LinkedHashMap<>();
    view.put("name", plugin.id());
    view.put("version", plugin.version());
    view.put("state", plugin.state().name());
    return view;
  }
}
