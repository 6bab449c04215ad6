package dev.kiln.host.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Memory as the operating system counts it; Linux only, elsewhere nothing is known. */
public final class ProcessMemory {
  private ProcessMemory() {}

  /** Resident bytes of this process, 0 when unknown. */
  public static long residentBytes() {
    return field(Path.of("/proc/self/status"), "VmRSS:", 0);
  }

  /** The most that was ever resident, 0 when unknown. */
  public static long peakResidentBytes() {
    return field(Path.of("/proc/self/status"), "VmHWM:", 0);
  }

  /** The most that was ever resident of another process, 0 when unknown or when it is gone. */
  public static long peakResidentBytes(long process) {
    return field(Path.of("/proc/" + process + "/status"), "VmHWM:", 0);
  }

  /** Bytes that this process could have without swapping; without limit when unknown. */
  public static long availableBytes() {
    return Math.min(
        field(Path.of("/proc/meminfo"), "MemAvailable:", Long.MAX_VALUE),
        new ControlGroup(Path.of("/")).available());
  }

  /** Bytes that the machine has, or its container; without limit when unknown. */
  public static long totalBytes() {
    return Math.min(
        field(Path.of("/proc/meminfo"), "MemTotal:", Long.MAX_VALUE),
        new ControlGroup(Path.of("/")).limit());
  }

  private static long field(Path file, String name, long unknown) {
    try {
      for (String line : Files.readAllLines(file)) {
        if (line.startsWith(name)) {
          return 1024 * Long.parseLong(line.substring(name.length()).replace("kB", "").trim());
        }
      }
    } catch (IOException | NumberFormatException notLinux) {
      return unknown;
    }
    return unknown;
  }
}
