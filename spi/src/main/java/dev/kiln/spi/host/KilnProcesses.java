package dev.kiln.spi.host;

import dev.kiln.spi.ProvidedByHost;
import dev.kiln.spi.ValueType;
import java.io.IOException;
import java.util.List;

/** Runs commands of Kiln in processes of their own, to measure what one takes. */
@ProvidedByHost
public interface KilnProcesses {
  /**
   * Run a command to its end, with the folders and limits of this process.
   *
   * @param arguments as they are typed after {@code kiln}
   * @throws IOException when the process cannot be started
   * @throws InterruptedException when the wait for its end is interrupted; the process is ended
   */
  Finished run(List<String> arguments) throws IOException, InterruptedException;

  /**
   * How a process ended.
   *
   * @param output what it wrote to stdout
   * @param errors what it wrote to stderr
   * @param peakBytes the most memory that was ever resident; 0 where the system does not say
   */
  @ValueType
  record Finished(int exitCode, String output, String errors, long peakBytes) {}
}
