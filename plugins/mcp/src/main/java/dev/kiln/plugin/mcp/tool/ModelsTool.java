package dev.kiln.plugin.mcp.tool;

import dev.kiln.spi.host.HostState;
import io.modelcontextprotocol.spec.McpSchema;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/** The models that draw. */
@Singleton
final class ModelsTool implements KilnTool {
  private final HostState host;

  @Inject
  ModelsTool(HostState host) {
    this.host = host;
  }

  @Override
  public McpSchema.Tool description() {
    return McpSchema.Tool.builder("list_models", Schemas.object(Map.of()))
        .description("List the models that draw, the current one first.")
        .build();
  }

  @Override
  public Mono<McpSchema.CallToolResult> call(ToolCall call) {
    String current = host.model();
    String others =
        host.models().stream()
            .filter(name -> !name.equals(current))
            .map(name -> "\n" + name)
            .collect(Collectors.joining());
    return Mono.just(
        Results.text(current.isEmpty() ? "There is no model." : current + " (current)" + others));
  }
}
