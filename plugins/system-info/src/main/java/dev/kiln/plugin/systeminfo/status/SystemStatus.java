package dev.kiln.plugin.systeminfo.status;

import dev.kiln.plugin.systeminfo.JarVersion;
import dev.kiln.spi.host.AttentionLab;
import dev.kiln.spi.host.DeviceInfo;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What webUI's system-info says, as far as there is such a thing in Kiln. */
@Singleton
final class SystemStatus {
  /** As C writes a date and a time of day. */
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy", Locale.ENGLISH);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ENGLISH);

  private final DeviceInfo device;
  private final AttentionLab lab;
  private final String version = JarVersion.get();

  @Inject
  SystemStatus(DeviceInfo device, AttentionLab lab) {
    this.device = device;
    this.lab = lab;
  }

  Map<String, Object> tell(boolean memory, boolean full) {
    Map<String, Object> told = new LinkedHashMap<>();
    Instant start = Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
    told.put("version", Map.of("app", "kiln", "tag", version));
    told.put("uptime", DATE.format(start.atZone(ZoneId.systemDefault())));
    told.put("timestamp", TIME.format(ZonedDateTime.now()));
    if (memory) {
      told.put("memory", new MachineMemory(Path.of("/")).tell());
    }
    if (full) {
      told.put("platform", platform());
      // There is nothing like --medvram: weights that are not used are left on the disk anyway.
      told.put("flags", "none");
      told.put("device", Map.of("active", device.provider()));
      // Spelt as clients of the extension expect it.
      told.put("crossatention", "one of " + String.join(", ", lab.optimizers()));
      told.put("backend", "ONNX Runtime");
    }
    return told;
  }

  private Map<String, Object> platform() {
    return Map.of(
        "arch", System.getProperty("os.arch"),
        "cpu", device.processors() + " processors",
        "system", System.getProperty("os.name"),
        "release", System.getProperty("os.version"),
        "java", System.getProperty("java.version"));
  }
}
