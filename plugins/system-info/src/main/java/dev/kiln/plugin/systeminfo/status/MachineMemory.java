package dev.kiln.plugin.systeminfo.status;

import dev.kiln.plugin.systeminfo.machine.Machine;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Main memory: of the machine or, where Linux limits it, of the control group. */
@Singleton
final class MachineMemory {
  private static final double GIGABYTE = 1 << 30;

  private final Machine machine;

  @Inject
  MachineMemory(Machine machine) {
    this.machine = machine;
  }

  Map<String, Object> tell() {
    Map<String, Object> told = new LinkedHashMap<>();
    Runtime heap = Runtime.getRuntime();
    told.put("ram", ram(machine.memoryBytes(), machine.availableBytes(), Path.of("/")));
    told.put("process", gigabytes(machine.residentBytes()));
    told.put("heap", gigabytes(heap.totalMemory() - heap.freeMemory()));
    peak(Path.of("/")).ifPresent(bytes -> told.put("peak", gigabytes(bytes)));
    return told;
  }

  /**
   * @param total bytes of the machine
   * @param free those of them that programs can still get
   * @param root where {@code sys} is
   */
  static Map<String, Object> ram(long total, long free, Path root) {
    OptionalLong limit = number(root.resolve("sys/fs/cgroup/memory.max"));
    OptionalLong group = number(root.resolve("sys/fs/cgroup/memory.current"));
    long all = total;
    long used = total - free;
    if (limit.isPresent() && group.isPresent() && limit.getAsLong() < total) {
      all = limit.getAsLong();
      used = group.getAsLong();
    }
    return Map.of(
        "free", gigabytes(Math.max(0, all - used)),
        "used", gigabytes(used),
        "total", gigabytes(all));
  }

  /**
   * The most that the process ever had; Linux alone says it.
   *
   * @param root where {@code proc} is
   */
  static OptionalLong peak(Path root) {
    return read(root.resolve("proc/self/status"))
        .lines()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst();
  }

  /** Empty where there is no limit, which is written as a word. */
  private static OptionalLong number(Path file) {
    String text = read(file).strip();
    return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }

  private static double gigabytes(long bytes) {
    return Math.round(100 * bytes / GIGABYTE) / 100.0;
  }
}
