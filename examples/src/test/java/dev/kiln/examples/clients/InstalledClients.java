package dev.kiln.examples.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients of webUI that are installed, against the product. What they say is written down, to be
 * said again by {@link TranscriptsTest}. {@code -Dclients.python} names an interpreter that has
 * them.
 */
class InstalledClients {
  private static final Path FOLDER =
      Path.of(System.getProperty("kiln.root"), "examples/clients/webui");

  @TempDir static Path folder;
  private static RunningKiln kiln;

  @BeforeAll
  static void serve() throws Exception {
    kiln = RunningKiln.in(folder);
  }

  @AfterAll
  static void stop() throws InterruptedException {
    kiln.close();
  }

  @Test
  void webuiapi() throws Exception {
    record("webuiapi", python(), "webuiapi_calls.py");
  }

  @Test
  void sdBackendClient() throws Exception {
    record("sd-backend-client", python(), "sd_backend_client_calls.py");
  }

  @Test
  void stableDiffusionApi() throws Exception {
    record("stable-diffusion-api", "node", "stable_diffusion_api_calls.mjs");
  }

  @Test
  void nodeSdWebui() throws Exception {
    record("node-sd-webui", "node", "node_sd_webui_calls.cjs");
  }

  private static String python() {
    return System.getProperty("clients.python", "python3");
  }

  private static void record(String name, String program, String script)
      throws IOException, InterruptedException {
    try (Recorder recorder = new Recorder(kiln.address())) {
      Process client =
          new ProcessBuilder(List.of(program, script, recorder.address()))
              .directory(FOLDER.toFile())
              .inheritIO()
              .start();
      assertThat(client.waitFor(5, TimeUnit.MINUTES)).as(name).isTrue();
      assertThat(client.exitValue()).as(name).isZero();
      Transcript.write(name, recorder.calls());
    }
  }
}
