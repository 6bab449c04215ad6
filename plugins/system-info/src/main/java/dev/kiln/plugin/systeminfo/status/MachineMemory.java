package dev.kiln.plugin.systeminfo.status;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Main memory, as Linux and its control groups tell it; elsewhere the heap.
 *
 * @param root where {@code proc} and {@code sys} are
 */
record MachineMemory(Path root) {
  private static final double GIGABYTE = 1 << 30;

  Map<String, Object> tell() {
    Map<String, Object> told = new LinkedHashMap<>();
    OptionalLong total = kilobytes("proc/meminfo", "MemTotal:");
    OptionalLong free = kilobytes("proc/meminfo", "MemAvailable:");
    Runtime heap = Runtime.getRuntime();
    if (total.isEmpty() || free.isEmpty()) {
      told.put("ram", Map.of());
    } else {
      told.put("ram", ram(total.getAsLong(), free.getAsLong()));
    }
    told.put("process", gigabytes(kilobytes("proc/self/status", "VmRSS:").orElse(0)));
    told.put("peak", gigabytes(kilobytes("proc/self/status", "VmHWM:").orElse(0)));
    told.put("heap", gigabytes(heap.totalMemory() - heap.freeMemory()));
    return told;
  }

  private Map<String, Object> ram(long total, long free) {
    long used = total - free;
    OptionalLong limit = number("sys/fs/cgroup/memory.max");
    OptionalLong group = number("sys/fs/cgroup/memory.current");
    if (limit.isPresent() && group.isPresent() && limit.getAsLong() < total) {
      total = limit.getAsLong();
      used = group.getAsLong();
      free = Math.max(0, total - used);
    }
    return Map.of("free", gigabytes(free), "used", gigabytes(used), "total", gigabytes(total));
  }

  private OptionalLong kilobytes(String file, String name) {
    return read(file)
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst();
  }

  /** Empty where there is no limit, which is written as a word. */
  private OptionalLong number(String file) {
    String text = read(file).strip();
    return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
  }

  private String read(String file) {
    try {
      return Files.readString(root.resolve(file));
    } catch (IOException e) {
      return "";
    }
  }

  private static double gigabytes(long bytes) {
    return Math.round(100 * bytes / GIGABYTE) / 100.0;
  }
}
