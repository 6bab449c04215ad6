package dev.kiln.plugin.systeminfo.peers;

import dev.kiln.spi.host.KilnProcesses.Finished;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Runs a program that is not Kiln, and watches its memory. */
final class ForeignProcess {
  private static final long LOOK_MILLIS = 20;

  private static final Pattern PEAK = Pattern.compile("(?m)^VmHWM:\\s+(\\d+) kB$");

  private final Path folder;
  private final Duration limit;

  /**
   * @param folder where its output is kept meanwhile
   * @param limit after which it is ended
   */
  ForeignProcess(Path folder, Duration limit) {
    this.folder = folder;
    this.limit = limit;
  }

  /**
   * Run it to its end.
   *
   * @param home the folder that it runs in
   * @return with the peak of the largest process of its tree
   * @throws IOException when its output cannot be kept
   * @throws PeerProblem when it cannot be started, or took longer than the limit and was ended
   * @throws InterruptedException when this thread was interrupted, which ends it; or when it was
   *     ended by Ctrl-C or by a signal that asks for the end
   */
  Finished run(List<String> command, Path home)
      throws IOException, InterruptedException, PeerProblem {
    Path output = folder.resolve("output");
    Path errors = folder.resolve("errors");
    Process process = start(command, home, output, errors);
    Thread atExit = new Thread(() -> end(process));
    Runtime.getRuntime().addShutdownHook(atExit);
    try {
      long peak = peakUntilEnd(process);
      Finished end = new Finished(process.exitValue(), text(output), text(errors), peak);
      if (end.askedToEnd()) {
        throw new InterruptedException();
      }
      return end;
    } finally {
      end(process);
      forget(atExit);
    }
  }

  private static Process start(List<String> command, Path home, Path output, Path errors)
      throws PeerProblem {
    try {
      return new ProcessBuilder(command)
          .directory(home.toFile())
          .redirectOutput(output.toFile())
          .redirectError(errors.toFile())
          .start();
    } catch (IOException e) {
      throw new PeerProblem("not installed: " + command.get(0) + " cannot be started");
    }
  }

  private long peakUntilEnd(Process process) throws InterruptedException, PeerProblem {
    long until = System.nanoTime() + limit.toNanos();
    long peak = 0;
    while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      peak = Math.max(peak, treePeak(process));
      if (System.nanoTime() > until) {
        throw new PeerProblem("it took more than " + limit.toSeconds() + " s and was ended");
      }
    }
    return peak;
  }

  private static long treePeak(Process process) {
    try (Stream<ProcessHandle> tree =
        Stream.concat(Stream.of(process.toHandle()), process.descendants())) {
      return tree.mapToLong(it -> peak(it.pid())).max().orElse(0);
    }
  }

  /** As Linux tells it; 0 elsewhere. */
  private static long peak(long pid) {
    try {
      Matcher found = PEAK.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
      return found.find() ? 1024 * Long.parseLong(found.group(1)) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static void forget(Thread atExit) {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // This process is ending already, and the hook does what it is for.
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), Charset.defaultCharset());
  }
}
