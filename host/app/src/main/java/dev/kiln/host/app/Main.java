package dev.kiln.host.app;

import dev.kiln.host.DiskReason;
import dev.kiln.host.onnx.OrtRuntime;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** Entry point: {@code kiln txt2img|img2img|serve|plugins|models} and what plugins contribute. */
public final class Main {
  private Main() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    if (!"1".equals(System.getenv(OrtRuntime.TELEMETRY_OFF))) {
      System.exit(runAgainWithoutTelemetry(args));
    }
    // The log is written there too.
    System.setErr(new TerminalStream(System.err));
    int exit = new CommandLineTool(System.in, System.out, System.err).run(args);
    System.exit(printed() ? exit : Math.max(exit, 1));
  }

  /**
   * Results that could not be written are a failure. PrintStream reports a full disk only when
   * asked.
   */
  private static boolean printed() {
    if (!System.out.checkError()) {
      return true;
    }
    // PrintStream does not keep why it failed. The stream itself is left open.
    try {
      new FileOutputStream(FileDescriptor.out).write('\n');
    } catch (IOException e) {
      // A reader who has seen enough, like head, knows it.
      if (!"Broken pipe".equals(e.getMessage())) {
        System.err.println(
            "kiln: the results could not be written to stdout, "
                + DiskReason.of(e)
                + "; send them elsewhere");
      }
      return false;
    }
    System.err.println("kiln: not all results could be written to stdout; run it again");
    return false;
  }

  private static int runAgainWithoutTelemetry(String[] args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(args));
    ProcessBuilder again = new ProcessBuilder(command).inheritIO();
    again.environment().put(OrtRuntime.TELEMETRY_OFF, "1");
    return again.start().waitFor();
  }
}
