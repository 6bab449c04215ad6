package dev.kiln.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The processor of this machine. */
public final class Processor {
  private Processor() {}

  /** Its architecture and its model, as far as the system tells it. */
  public static String name() {
    String model;
    try {
      model =
          Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
              .filter(line -> line.startsWith("model name"))
              .findFirst()
              .orElse("");
    } catch (IOException notLinux) {
      model = String.valueOf(System.getenv("PROCESSOR_IDENTIFIER"));
    }
    return System.getProperty("os.arch") + " " + model.replaceFirst(".*: *", "");
  }
}
