package dev.kiln.plugin.mcp.tool;

import io.modelcontextprotocol.spec.McpSchema;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import reactor.core.publisher.Mono;

/** Pictures from text. */
@Singleton
final class DrawTool implements KilnTool {
  private final Drawings drawings;

  @Inject
  DrawTool(Drawings drawings) {
    this.drawings = drawings;
  }

  @Override
  public McpSchema.Tool description() {
    return McpSchema.Tool.builder("draw", Schemas.object(Schemas.drawing(), "prompt"))
        .description("Draw pictures from a text.")
        .build();
  }

  @Override
  public Mono<McpSchema.CallToolResult> call(ToolCall call) {
    Map<String, Object> arguments = call.arguments();
    ToolCall.demandPrompt(arguments, "say what to draw");
    return drawings.draw(call, arguments);
  }
}
