package dev.kiln.host.http;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A headless Chromium. Its pages know nothing of each other, as if each had a browser of its own.
 */
public final class Chromium implements AutoCloseable {
  private final Process process;
  private final String address;
  private final DevToolsSocket socket;

  /**
   * @param profile an empty folder
   */
  public Chromium(Path program, Path profile) throws Exception {
    process = launch(program, profile);
    Path file = profile.resolve("DevToolsActivePort");
    DevTools.until(
        "Chromium listens", () -> Files.exists(file) && Files.readAllLines(file).size() > 1);
    List<String> place = Files.readAllLines(file);
    address = "ws://127.0.0.1:" + place.get(0);
    socket = new DevToolsSocket(URI.create(address + place.get(1)), event -> {});
  }

  /**
   * The one of this machine; without one the test is left out, but on a server that checks all.
   *
   * @param profile an empty folder
   */
  public static Chromium launched(Path profile) throws Exception {
    Optional<Path> program = program();
    assumeTrue(
        program.isPresent() || System.getenv("CI") != null,
        "no Chromium on the PATH: the page is not tested on this machine");
    return new Chromium(program.orElseThrow(), profile);
  }

  /** Where it is on this machine. */
  public static Optional<Path> program() {
    String[] folders = System.getenv("PATH").split(File.pathSeparator);
    return Stream.of("chromium", "chromium-browser", "google-chrome")
        .flatMap(name -> Stream.of(folders).map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** An empty page with storage of its own. */
  public DevTools page() throws Exception {
    String context =
        socket.call("Target.createBrowserContext", Map.of()).get("browserContextId").asText();
    String page =
        socket
            .call("Target.createTarget", Map.of("url", "about:blank", "browserContextId", context))
            .get("targetId")
            .asText();
    return new DevTools(
        URI.create(address + "/devtools/page/" + page),
        () -> socket.call("Target.disposeBrowserContext", Map.of("browserContextId", context)));
  }

  @Override
  public void close() throws Exception {
    socket.call("Browser.close", Map.of());
    socket.close();
    if (!process.waitFor(DevToolsSocket.PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  private static Process launch(Path program, Path profile) throws IOException {
    return new ProcessBuilder(
            program.toString(),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--remote-debugging-port=0",
            "--user-data-dir=" + profile,
            "about:blank")
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
