package dev.kiln.plugin.longrangearena;

import dev.kiln.spi.host.DeviceInfo;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** Names the machine: figures of different ones do not compare. */
@Singleton
final class Machine {
  /** Those of float32 arithmetic, the widest first. */
  private static final List<String> SETS = List.of("avx512f", "avx2", "asimd", "avx");

  private final DeviceInfo device;

  @Inject
  Machine(DeviceInfo device) {
    this.device = device;
  }

  /** {@code Intel(R) Xeon(R) Processor, avx512f, 2 processors, on cpu}. */
  String name() {
    String widest =
        SETS.stream()
            .filter(device.instructions()::contains)
            .findFirst()
            .orElse(System.getProperty("os.arch"));
    String processors = device.processors() == 1 ? " processor" : " processors";
    return "%s, %s, %d%s, on %s"
        .formatted(device.processor(), widest, device.processors(), processors, device.provider());
  }
}
