package dev.kiln.plugin.mcp.tool;

import dev.kiln.spi.BadRequest;
import io.modelcontextprotocol.server.McpServerFeatures.AsyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** All tools, as the SDK's server takes them. */
@Singleton
public final class Tools {
  private static final Logger LOG = LoggerFactory.getLogger("mcp");

  private final List<KilnTool> tools;

  @Inject
  Tools(DrawTool draw, EditTool edit, UpscaleTool upscale, ModelsTool models, LorasTool loras) {
    this.tools = List.of(draw, edit, upscale, models, loras);
  }

  public List<AsyncToolSpecification> all() {
    return tools.stream().map(Tools::specification).toList();
  }

  /** By which they are called, in the order of the list. */
  public Set<String> names() {
    return tools.stream()
        .map(tool -> tool.description().name())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static AsyncToolSpecification specification(KilnTool tool) {
    return AsyncToolSpecification.builder()
        .tool(tool.description())
        .callHandler(
            (client, request) ->
                Mono.defer(() -> tool.call(new ToolCall(client, request)))
                    .onErrorResume(problem -> Mono.just(told(request.name(), problem))))
        .build();
  }

  /** A failure is a result: the model reads the sentence and may try again. */
  private static McpSchema.CallToolResult told(String tool, Throwable problem) {
    if (problem instanceof CancellationException) {
      return Results.problem("it was stopped before a picture was finished");
    }
    if (!(problem instanceof BadRequest)) {
      LOG.warn("{} failed", tool, problem);
    }
    return Results.problem(String.valueOf(problem.getMessage()));
  }
}
