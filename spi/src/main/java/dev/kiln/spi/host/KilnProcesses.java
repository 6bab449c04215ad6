package dev.kiln.spi.host;

import dev.kiln.spi.ProvidedByHost;
import dev.kiln.spi.ValueType;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Runs commands of Kiln in processes of their own, to measure what one takes. */
@ProvidedByHost
public interface KilnProcesses {
  /**
   * Run a command to its end, with the folders and limits of this process.
   *
   * @param arguments as they are typed after {@code kiln}
   * @throws IOException when the process cannot be started
   * @throws InterruptedException when the wait for its end is interrupted, which ends the process;
   *     or when it was ended by Ctrl-C or by a signal that asks for the end
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
  record Finished(int exitCode, String output, String errors, long peakBytes) {
    /** What a shell calls a process that was ended by SIGKILL, as those are that take too much. */
    private static final int KILLED = 137;

    /** The same for SIGINT, which is Ctrl-C, and SIGTERM. */
    private static final Set<Integer> ASKED_TO_END = Set.of(130, 143);

    /** Of a command that refuses its input in a sentence. */
    private static final int REFUSED = 2;

    /** Whether it was ended by Ctrl-C, or by a signal that asks for the end. */
    public boolean askedToEnd() {
      return ASKED_TO_END.contains(exitCode);
    }

    /** Why it failed, as a table says it; empty where it ended well. */
    public Optional<String> problem() {
      if (exitCode == 0) {
        return Optional.empty();
      }
      String said = errors.toLowerCase(Locale.ROOT);
      if (exitCode == KILLED) {
        return Optional.of("its process was killed, most likely for want of memory");
      }
      if (exitCode == REFUSED) {
        return Optional.of(lastLine());
      }
      boolean memory =
          Stream.of("outofmemory", "out of memory", "failed to allocate", "bad_alloc")
              .anyMatch(said::contains);
      return Optional.of(
          memory
              ? "it ran out of memory"
              : "its process ended with " + exitCode + ": " + lastLine());
    }

    /** The last line that it wrote to stderr, which says what was wrong. */
    public String lastLine() {
      return errors
          .lines()
          .filter(line -> !line.isBlank())
          .reduce((first, second) -> second)
          .map(line -> line.replaceFirst("^kiln: ", ""))
          .orElse("it said nothing");
    }
  }
}
