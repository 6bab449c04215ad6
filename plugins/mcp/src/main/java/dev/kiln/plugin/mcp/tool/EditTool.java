package dev.kiln.plugin.mcp.tool;

import dev.kiln.spi.host.Pictures;
import io.modelcontextprotocol.spec.McpSchema;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/** A picture drawn anew, or a part of it. */
@Singleton
final class EditTool implements KilnTool {
  private static final String PICTURE = "picture";
  private static final String MASK = "mask";
  private static final String STRENGTH = "denoising_strength";

  private final Drawings drawings;
  private final Sources sources;
  private final Pictures pictures;

  @Inject
  EditTool(Drawings drawings, Sources sources, Pictures pictures) {
    this.drawings = drawings;
    this.sources = sources;
    this.pictures = pictures;
  }

  @Override
  public McpSchema.Tool description() {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put(PICTURE, Schemas.of("string", Sources.HOW));
    properties.putAll(Schemas.drawing());
    properties.put(
        MASK,
        Schemas.of(
            "string",
            "a picture, white where it is drawn anew and black where it stays: " + Sources.HOW));
    properties.put(
        STRENGTH,
        Schemas.of(
            "number", "how much is drawn anew: 0 keeps the picture, 1 its composition (0.75)"));
    return McpSchema.Tool.builder("edit", Schemas.object(properties, PICTURE, "prompt"))
        .description("Draw a picture anew as a text says, or only a part of it.")
        .build();
  }

  @Override
  public Mono<McpSchema.CallToolResult> call(ToolCall call) {
    Map<String, Object> arguments = call.arguments();
    ToolCall.demandPrompt(arguments, "say what the whole picture shows afterwards");
    arguments.put("init_images", List.of(pictures.encode(sources.take(arguments, PICTURE))));
    if (arguments.containsKey(MASK)) {
      arguments.put(MASK, pictures.encode(sources.take(arguments, MASK)));
    }
    return drawings.draw(call, arguments);
  }
}
