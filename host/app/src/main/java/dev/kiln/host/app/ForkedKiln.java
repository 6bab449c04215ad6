package dev.kiln.host.app;

import dev.kiln.host.ScratchFolder;
import dev.kiln.host.model.ProcessMemory;
import dev.kiln.host.tuning.MachineLock;
import dev.kiln.spi.host.KilnProcesses;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs Kiln in separate processes, with the Java, options, folders and limits of this one. */
final class ForkedKiln implements KilnProcesses {
  private static final long LOOK_MILLIS = 5;

  private final HostOptions host;

  ForkedKiln(HostOptions host) {
    this.host = host;
  }

  @Override
  public Finished run(List<String> arguments) throws IOException, InterruptedException {
    try (ScratchFolder scratch = ScratchFolder.in(ScratchFolder.systemTemp())) {
      Path errors = scratch.resolve("err");
      Path output = scratch.resolve("out");
      Process process =
          new ProcessBuilder(command(arguments))
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile())
              .start();
      long peak = peakUntilEnd(process);
      Finished end =
          new Finished(
              process.waitFor(),
              Files.readString(output, StandardCharsets.UTF_8),
              Files.readString(errors, StandardCharsets.UTF_8),
              peak);
      if (end.askedToEnd()) {
        throw new InterruptedException();
      }
      return end;
    }
  }

  private List<String> command(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-D" + MachineLock.PARENT + "=" + ProcessHandle.current().pid());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(arguments);
    command.addAll(
        List.of(
            "--home",
            host.home().toString(),
            "--models",
            host.models().toString(),
            "--plugins",
            host.plugins().toString(),
            "--attention-memory",
            Double.toString(host.attentionMemoryBytes() / 1e9)));
    return command;
  }

  private static long peakUntilEnd(Process process) throws InterruptedException {
    long peak = 0;
    try {
      while (process.isAlive()) {
        peak = Math.max(peak, ProcessMemory.peakResidentBytes(process.pid()));
        synchronized (process) {
          process.wait(LOOK_MILLIS);
        }
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw e;
    }
    return peak;
  }
}
