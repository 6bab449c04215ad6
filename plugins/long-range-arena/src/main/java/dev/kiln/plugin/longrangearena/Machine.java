package dev.kiln.plugin.longrangearena;

import dev.kiln.spi.host.DeviceInfo;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Names the machine: figures of different ones do not compare. */
@Singleton
final class Machine {
  private static final Path CPU = Path.of("/proc/cpuinfo");

  /** Those of float32 arithmetic, the widest first. */
  private static final List<String> SETS = List.of("avx512f", "avx2", "asimd", "avx");

  private final DeviceInfo device;

  @Inject
  Machine(DeviceInfo device) {
    this.device = device;
  }

  /** {@code Intel(R) Xeon(R) Processor, 2 processors, avx512f, on cpu}. */
  String name() {
    String processors = device.processors() == 1 ? " processor" : " processors";
    return "%s, %d%s, on %s"
        .formatted(String.join(", ", cpu()), device.processors(), processors, device.provider());
  }

  private static List<String> cpu() {
    List<String> lines;
    try {
      lines = Files.readAllLines(CPU);
    } catch (IOException e) {
      return List.of(System.getProperty("os.arch"));
    }
    Optional<String> model = field(lines, "model name");
    Set<String> flags =
        Set.copyOf(
            List.of(
                field(lines, "flags").or(() -> field(lines, "Features")).orElse("").split(" ")));
    List<String> known = SETS.stream().filter(flags::contains).limit(1).toList();
    return List.of(
        model.orElse(System.getProperty("os.arch")),
        known.isEmpty() ? System.getProperty("os.arch") : known.get(0));
  }

  private static Optional<String> field(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst();
  }
}
