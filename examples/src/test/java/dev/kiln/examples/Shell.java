package dev.kiln.examples;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Runs programs as a user would: in a folder, with an environment, both outputs kept apart. */
final class Shell {
  private static final String KILN =
      Path.of(System.getProperty("kiln.root"), "dist", "kiln").toString();

  /** Class archives, unpacked libraries, what jars hold, and networks made ready to run. */
  private static final List<String> SHARED = List.of("cds", "native", "jars", "networks");

  private final Path folder;
  private final Map<String, String> environment = new LinkedHashMap<>();

  Shell(Path folder) {
    this.folder = folder;
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    // Two run at a time, and threads of ONNX Runtime that wait for work keep a core busy.
    environment.put("KILN_JAVA_OPTIONS", "-XX:ActiveProcessorCount=1");
  }

  record Result(int exit, String out, String err) {}

  Shell with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /**
   * A home of its own, in which all that only makes starts faster is that of all tests: a class
   * archive alone takes 7 s.
   */
  Shell home(Path home) {
    try {
      for (String name : SHARED) {
        Path shared = Files.createDirectories(Path.of("target", "home", name)).toAbsolutePath();
        Path link = Files.createDirectories(home).resolve(name);
        if (!Files.exists(link)) {
          Files.createSymbolicLink(link, shared);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return with("KILN_HOME", home.toString());
  }

  Result run(String... command) throws IOException, InterruptedException {
    return start(command).end();
  }

  Running start(String... command) throws IOException {
    Path out = Files.createTempFile("out", ".txt");
    Path err = Files.createTempFile("err", ".txt");
    out.toFile().deleteOnExit();
    err.toFile().deleteOnExit();
    ProcessBuilder builder =
        new ProcessBuilder(List.of(command))
            .directory(folder.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("KILN_"));
    builder.environment().putAll(environment);
    builder.environment().values().removeIf(String::isEmpty);
    return new Running(builder.start(), out, err);
  }

  /** The finished server, on a free port. It measures nothing: other tests need the processor. */
  Running serve(String... flags) throws IOException {
    List<String> command =
        new ArrayList<>(List.of(KILN, "serve", "--port", "0", "--measure-time", "0"));
    command.addAll(List.of(flags));
    return start(command.toArray(String[]::new));
  }

  record Running(Process process, Path out, Path err) {
    void stop() throws InterruptedException {
      process.destroy();
      process.waitFor();
    }

    /** What a server prints first, its address, as soon as it is there. */
    String firstLine() throws IOException {
      while (Files.readString(out).indexOf('\n') < 0) {
        if (!process.isAlive()) {
          throw new AssertionError("it ended without a line: " + Files.readString(err));
        }
        pause();
      }
      return Files.readAllLines(out).get(0);
    }

    /** Short, and not busy: the server needs the processor to start. */
    private static void pause() {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }

    Result end() throws IOException, InterruptedException {
      if (!process.waitFor(5, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError(
            "still running after five minutes: " + process.info().commandLine());
      }
      return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }
  }
}
