package dev.kiln.plugin.fast;

import dev.kiln.spi.host.DeviceInfo;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;

/** Names the machine: figures of different ones do not compare. */
@Singleton
public final class Machine {
  /** Those that networks gain by, by Linux' names. */
  private static final List<String> SETS =
      List.of(
          "avx2",
          "fma",
          "avx_vnni",
          "avx512f",
          "avx512_vnni",
          "avx512_bf16",
          "amx_int8",
          "amx_bf16",
          "asimd",
          "asimddp",
          "i8mm",
          "bf16",
          "sve");

  private final DeviceInfo device;

  @Inject
  public Machine(DeviceInfo device) {
    this.device = device;
  }

  /** {@code AMD EPYC, 2 processors, on cpu}. */
  public String name() {
    String processors = device.processors() == 1 ? " processor" : " processors";
    return "%s, %d%s, on %s"
        .formatted(device.processor(), device.processors(), processors, device.provider());
  }

  /** Those instruction sets that networks gain by: {@code avx2 fma}. */
  public String instructions() {
    return String.join(" ", SETS.stream().filter(device.instructions()::contains).toList());
  }

  /** How many threads wanted a processor in the last minute, on average. */
  public String load() {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return load < 0 ? "unknown" : String.format(Locale.ROOT, "%.1f", load);
  }
}
