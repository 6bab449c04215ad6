package dev.kiln.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator.ValidationResponse;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** The client of the protocol's own SDK with the finished product, over both transports. */
@DisabledOnOs(OS.WINDOWS)
class McpClientsTest {
  private static final Path ROOT = Path.of(System.getProperty("kiln.root"));
  private static final String KILN = ROOT.resolve("dist/kiln").toString();
  private static final McpJsonMapper JSON = new JacksonMcpJsonMapper(JsonMapper.builder().build());

  @TempDir Path folder;
  private Shell.Running server;

  @AfterEach
  void stop() throws InterruptedException {
    if (server != null) {
      server.stop();
    }
  }

  private McpClientTransport transport(String over) throws IOException {
    Path home = folder.resolve("home");
    Shell shell = new Shell(folder).home(home);
    if (over.equals("stdio")) {
      return new StdioClientTransport(
          new ServerParameters.Builder(KILN)
              .args("mcp", "--output", folder.resolve("out").toString())
              .addEnvVar("KILN_HOME", home.toString())
              .addEnvVar("JAVA_HOME", System.getProperty("java.home"))
              .build(),
          JSON);
    }
    server = shell.serve();
    return HttpClientStreamableHttpTransport.builder(server.firstLine())
        .endpoint("/mcp")
        .jsonMapper(JSON)
        .build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "stdio"})
  void theSdksClientDrawsEditsAndUpscales(String over) throws Exception {
    List<Double> progress = new CopyOnWriteArrayList<>();
    try (McpSyncClient client =
        McpClient.sync(transport(over))
            .jsonSchemaValidator((schema, value) -> ValidationResponse.asValid(null))
            .progressConsumer(step -> progress.add(step.progress()))
            .requestTimeout(Duration.ofMinutes(2))
            .build()) {
      client.initialize();
      assertThat(client.listTools().tools())
          .extracting(McpSchema.Tool::name)
          .containsExactlyInAnyOrder("draw", "edit", "upscale", "list_models", "list_loras");
      Map<String, Object> house =
          Map.of("prompt", "a red roofed house", "width", 64, "height", 64, "steps", 3);
      assertThat(width(call(client, "draw", house))).isEqualTo(64);
      Map<String, Object> night =
          Map.of("picture", "picture-1", "prompt", "a house, night", "steps", 2);
      assertThat(width(call(client, "edit", night))).isEqualTo(64);
      Map<String, Object> large =
          Map.of("picture", "picture-2", "upscaler", "nearest", "format", "jpeg");
      assertThat(width(call(client, "upscale", large))).isEqualTo(128);
      assertThat(text(call(client, "list_models", Map.of()))).startsWith("default (current)");
      assertThat(text(call(client, "list_loras", Map.of()))).isNotBlank();

      McpSchema.CallToolResult wrong = call(client, "draw", Map.of("prompt", "a", "stepz", 2));
      assertThat(wrong.isError()).isTrue();
      assertThat(text(wrong)).startsWith("unknown field \"stepz\"");
      // The client tells of messages on several threads: their order is the server's test's.
      assertThat(progress).contains(1.0, 2.0, 3.0);
    }
  }

  private static McpSchema.CallToolResult call(
      McpSyncClient client, String tool, Map<String, Object> arguments) {
    return client.callTool(
        McpSchema.CallToolRequest.builder(tool)
            .arguments(arguments)
            .progressToken("this one")
            .build());
  }

  private static int width(McpSchema.CallToolResult result) throws IOException {
    assertThat(result.isError()).as(result.toString()).isFalse();
    McpSchema.ImageContent picture = (McpSchema.ImageContent) result.content().get(0);
    byte[] file = Base64.getDecoder().decode(picture.data());
    return ImageIO.read(new ByteArrayInputStream(file)).getWidth();
  }

  private static String text(McpSchema.CallToolResult result) {
    return ((McpSchema.TextContent) result.content().get(0)).text();
  }
}
