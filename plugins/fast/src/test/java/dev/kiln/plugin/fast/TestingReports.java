package dev.kiln.plugin.fast;

import dev.kiln.host.JsonCodec;
import dev.kiln.spi.host.DeviceInfo;
import dev.kiln.spi.host.HostState;
import dev.kiln.spi.testkit.FakeHome;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reports of a machine with two processors. */
public final class TestingReports {
  public static final Machine MACHINE =
      new Machine(new DeviceInfo("cpu", 2, Set.of("avx2", "fma")));

  private TestingReports() {}

  public static Reports of(Path folder, HostState host) {
    return new Reports(new FakeHome(folder, List.of()), new JsonCodec(), host, MACHINE);
  }

  static Map<String, Object> report(String model, Map<?, ?>... settings) {
    return report(MACHINE.name(), model, settings);
  }

  static Map<String, Object> report(String machine, String model, Map<?, ?>... settings) {
    return Map.of(
        "about",
        Map.of(
            "machine", machine, "instructions", "avx2", "model", model, "measured", "2026-12-01"),
        "settings",
        List.of(settings));
  }

  static Map<String, Object> setting(double ratio, double ssim, Map<String, ?> fields) {
    Map<String, Object> setting = new LinkedHashMap<>();
    setting.put("fields", fields);
    setting.put("requestRatio", ratio);
    setting.put("ssim", ssim);
    setting.put("note", "");
    return setting;
  }

  static Map<String, Object> plugin(String id, Map<String, ?> options) {
    return Map.of("plugins", Map.of(id, options));
  }
}
