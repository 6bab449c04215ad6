package dev.kiln.plugin.systeminfo.status;

import dev.kiln.plugin.systeminfo.machine.Machine;
import dev.kiln.spi.host.AttentionLab;
import dev.kiln.spi.host.DeviceInfo;
import dev.kiln.spi.host.HostState;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What webUI's system-info says, as far as there is such a thing in Kiln. Its fields are in
 * scripts/system-info.py of vladmandic/sd-extension-system-info.
 */
@Singleton
final class SystemStatus {
  /** As C writes a date and a time of day. */
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy", Locale.ENGLISH);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ENGLISH);

  /** Whatever a model's file has: weights are widened when it is loaded. */
  private static final String TYPE = "float32";

  private final DeviceInfo device;
  private final AttentionLab lab;
  private final HostState host;
  private final Machine machine;
  private final MachineMemory memory;

  @Inject
  SystemStatus(
      DeviceInfo device, AttentionLab lab, HostState host, Machine machine, MachineMemory memory) {
    this.device = device;
    this.lab = lab;
    this.host = host;
    this.machine = machine;
    this.memory = memory;
  }

  Map<String, Object> tell(StatusRoute.Asked asked) {
    Map<String, Object> told = new LinkedHashMap<>();
    Instant start = Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
    told.put("version", version());
    told.put("uptime", date(start));
    told.put("timestamp", TIME.format(ZonedDateTime.now()));
    if (asked.state() || asked.full()) {
      told.put("state", state());
    }
    if (asked.memory() || asked.full()) {
      told.put("memory", memory.tell());
    }
    if (asked.full()) {
      full(told);
    }
    return told;
  }

  private Map<String, Object> version() {
    return Map.of("app", "kiln", "tag", host.version());
  }

  private static String date(Instant time) {
    return DATE.format(time.atZone(ZoneId.systemDefault()));
  }

  /** Of the generation under way; without one all is zero or empty, as in the extension. */
  private Map<String, Object> state() {
    Optional<HostState.Running> now = host.running();
    Map<String, Object> state = new LinkedHashMap<>();
    state.put(
        "started",
        now.map(it -> date(Instant.now().minusMillis((long) (1000 * it.seconds())))).orElse(""));
    state.put("step", now.map(it -> it.step() + " / " + it.steps()).orElse("0 / 0"));
    state.put("jobs", now.map(it -> it.batch() + " / " + it.batches()).orElse("0 / 0"));
    state.put("flags", now.filter(HostState.Running::interrupted).isPresent() ? "interrupted" : "");
    state.put("job", now.map(HostState.Running::job).orElse(""));
    state.put("text-info", "");
    return state;
  }

  private void full(Map<String, Object> told) {
    told.put("date", date(Instant.now()));
    told.put("platform", platform());
    told.put("gpu", Map.of());
    // There is nothing like --medvram: weights that are not used are left on the disk anyway.
    told.put("flags", "none");
    told.put("libs", libraries());
    told.put("repos", repositories());
    told.put(
        "device", Map.of("active", device.provider(), "dtype", TYPE, "vae", TYPE, "unet", TYPE));
    told.put("model", Map.of("base", host.model()));
    told.put("schedulers", host.samplers());
    told.put("extensions", extensions());
    // Misspelt as clients of the extension's route expect it.
    told.put("crossatention", attention());
    told.put("crossattention", attention());
    told.put("backend", host.runtime());
    told.put("pipeline", "original");
  }

  private Map<String, Object> platform() {
    Map<String, Object> platform = new LinkedHashMap<>();
    platform.put("arch", System.getProperty("os.arch"));
    platform.put("cpu", machine.processor());
    platform.put("instructions", machine.instructions());
    platform.put("processors", device.processors());
    platform.put("system", System.getProperty("os.name"));
    platform.put("release", System.getProperty("os.version"));
    platform.put("java", System.getProperty("java.version"));
    return platform;
  }

  /** "ONNX Runtime 1.29.0" is a name and a version. */
  private Map<String, Object> libraries() {
    String runtime = host.runtime();
    int space = runtime.lastIndexOf(' ');
    return Map.of(
        runtime.substring(0, space).replace(" ", "").toLowerCase(Locale.ROOT),
        runtime.substring(space + 1));
  }

  private Map<String, Object> repositories() {
    Map<String, Object> versions = new LinkedHashMap<>();
    host.plugins().forEach(plugin -> versions.put(plugin.id(), plugin.version()));
    return versions;
  }

  private List<String> extensions() {
    return host.plugins().stream()
        .map(
            it ->
                switch (it.state()) {
                  case "idle", "awake" -> it.id() + " (enabled)";
                  default -> it.id() + " (" + it.state() + ")";
                })
        .toList();
  }

  /** What the last picture used; before it, what it could. */
  private String attention() {
    String last = host.attention();
    return last.isEmpty() ? "one of " + String.join(", ", lab.optimizers()) : last;
  }
}
