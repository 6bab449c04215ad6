package dev.kiln.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A jar with an optimizer comes to {@code kiln serve} and goes again. */
@DisabledOnOs(OS.WINDOWS)
class AttentionInRunningHostTest {
  private static final Path DIST = Path.of(System.getProperty("kiln.root"), "dist");
  private static final String NOBODY = "none: no optimizer is installed";

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private Path jars;
  private Shell.Running server;

  @BeforeEach
  void serve() throws IOException {
    jars = Files.createDirectories(folder.resolve("jars"));
    server =
        new Shell(folder)
            .home(folder.resolve("home"))
            .start(
                DIST.resolve("kiln").toString(),
                "serve",
                "--port",
                "0",
                "--plugins",
                jars.toString());
  }

  @AfterEach
  void stop() throws InterruptedException {
    server.stop();
  }

  @Test
  void theNextRequestGetsTheOptimizerOfADroppedJarAndTheOneAfterItsRemovalDoesNot()
      throws Exception {
    assertThat(attentionOfARequest()).isEqualTo(NOBODY);

    Path jar = jars.resolve("attention-xformers.jar");
    Files.copy(DIST.resolve("plugins/attention-xformers-0.1.0.jar"), folder.resolve("x.part"));
    Files.move(folder.resolve("x.part"), jar);
    assertThat(attentionOfARequest())
        .isEqualTo("xformers, 14/14 sites: highest rank (100); not measured at 128x128 yet");

    Files.delete(jar);
    assertThat(attentionOfARequest()).isEqualTo(NOBODY);
  }

  private String attentionOfARequest() throws Exception {
    HttpRequest draw =
        HttpRequest.newBuilder(URI.create(server.firstLine() + "/sdapi/v1/txt2img"))
            .POST(BodyPublishers.ofString("{\"prompt\":\"a fox\",\"steps\":1,\"seed\":1}"))
            .build();
    HttpResponse<String> drawn = client.send(draw, BodyHandlers.ofString());
    assertThat(drawn.statusCode()).as(drawn.body()).isEqualTo(200);
    HttpRequest report =
        HttpRequest.newBuilder(URI.create(server.firstLine() + "/kiln/v1/plugins")).build();
    String body = client.send(report, BodyHandlers.ofString()).body();
    return new ObjectMapper().readTree(body).get("attention").asText();
  }
}
