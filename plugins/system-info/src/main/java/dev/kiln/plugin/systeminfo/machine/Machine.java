package dev.kiln.plugin.systeminfo.machine;

import dev.kiln.spi.host.DeviceInfo;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;

/** What every printed figure has to name: processor, instruction set, memory, system. */
@Singleton
public final class Machine {
  // What the runtime's kernels are chosen by, the widest last.
  private static final List<String> INSTRUCTIONS =
      List.of(
          "avx",
          "avx2",
          "fma",
          "avx_vnni",
          "avx512f",
          "avx512_vnni",
          "avx512_bf16",
          "amx_bf16",
          "amx_int8",
          "asimd",
          "asimddp",
          "bf16",
          "i8mm",
          "sve");

  private final DeviceInfo device;
  private final SystemInfo system = new SystemInfo();

  @Inject
  public Machine(DeviceInfo device) {
    this.device = device;
  }

  /** The processor's name. */
  public String processor() {
    return processor(system.getHardware().getProcessor());
  }

  private static String processor(CentralProcessor processor) {
    return processor.getProcessorIdentifier().getName().strip().replaceAll("\\s+", " ");
  }

  /** Those instruction sets that matter to networks: {@code avx2 fma}. */
  public String instructions() {
    String flags =
        " "
            + String.join(" ", system.getHardware().getProcessor().getFeatureFlags())
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9_]+", " ")
            + " ";
    return INSTRUCTIONS.stream()
        .filter(it -> flags.contains(" " + it + " "))
        .collect(Collectors.joining(" "));
  }

  /** Bytes of main memory. */
  public long memoryBytes() {
    return system.getHardware().getMemory().getTotal();
  }

  /** Bytes of main memory that programs can still get. */
  public long availableBytes() {
    return system.getHardware().getMemory().getAvailable();
  }

  /** Bytes of main memory that this process has. */
  public long residentBytes() {
    return system.getOperatingSystem().getCurrentProcess().getResidentMemory();
  }

  /** For people, in the order in which reports show it. */
  public Map<String, String> card() {
    CentralProcessor processor = system.getHardware().getProcessor();
    Map<String, String> card = new LinkedHashMap<>();
    card.put("processor", processor(processor));
    card.put("instruction set", instructions());
    card.put(
        "cores",
        "%d of %d (%d physical)"
            .formatted(
                device.processors(),
                processor.getLogicalProcessorCount(),
                processor.getPhysicalProcessorCount()));
    card.put("memory", String.format(Locale.ROOT, "%.1f GiB", memoryBytes() / (double) (1L << 30)));
    card.put("system", system.getOperatingSystem() + ", " + System.getProperty("os.arch"));
    card.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
    card.put("device", device.provider());
    return card;
  }
}
