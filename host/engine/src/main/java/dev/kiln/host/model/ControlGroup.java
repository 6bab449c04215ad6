package dev.kiln.host.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The memory that Linux grants this process and those that share its control group. This is a
 * container's limit, which the machine's own numbers do not show. Groups are nested; the smallest
 * limit counts.
 *
 * @param root "/", or a test's
 */
record ControlGroup(Path root) {
  private static final String V1 = ":memory:";
  private static final String V2 = "0::";

  /** Bytes that may be in use; without limit when there is none. */
  long limit() {
    return tightest(Level::limit);
  }

  /** Bytes that may still be taken; without limit when there is none. */
  long available() {
    return tightest(Level::available);
  }

  private long tightest(ToLongFunction<Level> bytes) {
    return levels().stream().mapToLong(bytes).min().orElse(Long.MAX_VALUE);
  }

  /** One group's files. */
  private record Level(Path max, Path used, Path statistics, String reclaimable) {
    long limit() {
      // Version 2 writes "max" for none, version 1 a number beyond every machine.
      return number(max);
    }

    long available() {
      long limit = limit();
      return limit == Long.MAX_VALUE
          ? limit
          : Math.max(0, limit - Math.max(0, number(used) - cached()));
    }

    /** What the kernel gives back when it is short. */
    private long cached() {
      return lines(statistics).stream()
          .filter(line -> line.startsWith(reclaimable + " "))
          .mapToLong(line -> parsed(line.substring(reclaimable.length()), 0))
          .sum();
    }
  }

  private List<Level> levels() {
    List<Level> levels = new ArrayList<>();
    for (String line : lines(root.resolve("proc/self/cgroup"))) {
      if (line.startsWith(V2)) {
        for (Path folder : upwards("sys/fs/cgroup", line.substring(V2.length()))) {
          levels.add(level(folder, "memory.max", "memory.current", "inactive_file"));
        }
      } else if (line.contains(V1)) {
        String path = line.substring(line.indexOf(V1) + V1.length());
        for (Path folder : upwards("sys/fs/cgroup/memory", path)) {
          levels.add(
              level(
                  folder, "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"));
        }
      }
    }
    levels.removeIf(level -> !Files.isRegularFile(level.max));
    return levels;
  }

  private static Level level(Path folder, String max, String used, String reclaimable) {
    return new Level(
        folder.resolve(max), folder.resolve(used), folder.resolve("memory.stat"), reclaimable);
  }

  /** A group and all that it lies in. In a container the inner path may not be there. */
  private List<Path> upwards(String mount, String path) {
    Path top = root.resolve(mount);
    List<Path> folders = new ArrayList<>();
    Path folder = top.resolve(path.replaceFirst("^/+", "")).normalize();
    while (folder != null && folder.startsWith(top)) {
      folders.add(folder);
      folder = folder.getParent();
    }
    return folders;
  }

  private static long number(Path file) {
    return lines(file).stream()
        .findFirst()
        .map(line -> parsed(line, Long.MAX_VALUE))
        .orElse(Long.MAX_VALUE);
  }

  private static long parsed(String text, long unknown) {
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException noNumber) {
      return unknown;
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException notLinux) {
      return List.of();
    }
  }
}
