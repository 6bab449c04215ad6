package dev.kiln.host.app;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** Entry point: {@code kiln txt2img|serve|plugins|models} and what plugins contribute. */
public final class Main {
  private static final String TELEMETRY_OFF = "ORT_DISABLE_TELEMETRY";

  private Main() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    // ONNX Runtime reads this once, while its library loads; a JVM cannot set it for itself.
    if (!"1".equals(System.getenv(TELEMETRY_OFF))) {
      System.exit(runAgainWithoutTelemetry(args));
    }
    int exit = new CommandLineTool(System.out, System.err).run(args);
    System.exit(exit);
  }

  private static int runAgainWithoutTelemetry(String[] args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(args));
    ProcessBuilder again = new ProcessBuilder(command).inheritIO();
    again.environment().put(TELEMETRY_OFF, "1");
    return again.start().waitFor();
  }
}
