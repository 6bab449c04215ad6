package dev.kiln.plugin.mcp.tool;

import dev.kiln.spi.host.ModelFiles;
import io.modelcontextprotocol.spec.McpSchema;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/** The LoRAs that a prompt may name. */
@Singleton
final class LorasTool implements KilnTool {
  private final ModelFiles files;

  @Inject
  LorasTool(ModelFiles files) {
    this.files = files;
  }

  @Override
  public McpSchema.Tool description() {
    return McpSchema.Tool.builder("list_loras", Schemas.object(Map.of()))
        .description("List the LoRAs, which a prompt uses as <lora:NAME:1>.")
        .build();
  }

  @Override
  public Mono<McpSchema.CallToolResult> call(ToolCall call) {
    String names =
        files.find(ModelFiles.Kind.LORA, List.of()).stream()
            .filter(found -> found.problem().isEmpty())
            .map(ModelFiles.Found::shortName)
            .sorted()
            .collect(Collectors.joining("\n"));
    return Mono.just(Results.text(names.isEmpty() ? "There are no LoRAs." : names));
  }
}
