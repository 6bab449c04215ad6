package dev.kiln.host;

import dev.kiln.spi.host.DeviceInfo;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The processor of this machine. */
public final class Processor {
  private static final Path LINUX = Path.of("/proc/cpuinfo");

  private Processor() {}

  /** Its architecture and its model, as far as the system tells it. */
  public static String name() {
    return System.getProperty("os.arch") + " " + model();
  }

  private static String model() {
    return Files.exists(LINUX)
        ? told("model name")
        : Objects.requireNonNullElse(System.getenv("PROCESSOR_IDENTIFIER"), "");
  }

  /** Its instruction sets, as far as the system tells them: a virtual machine may hide some. */
  public static String abilities() {
    String flags = told("flags");
    return flags.isEmpty() ? told("Features") : flags;
  }

  /** What networks run on. */
  public static DeviceInfo device() {
    Set<String> instructions = new HashSet<>(List.of(abilities().split(" +")));
    int processors = Runtime.getRuntime().availableProcessors();
    String model = model();
    return model.isEmpty()
        ? new DeviceInfo("cpu", processors, instructions)
        : new DeviceInfo("cpu", processors, instructions, model);
  }

  /** What Linux says of the first core. */
  private static String told(String key) {
    try (BufferedReader lines = Files.newBufferedReader(LINUX)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int colon = line.indexOf(':');
        if (colon > 0 && line.substring(0, colon).strip().equals(key)) {
          return line.substring(colon + 1).strip();
        }
      }
    } catch (IOException unknown) {
      return "";
    }
    return "";
  }
}
