package dev.kiln.plugin.mcp.tool;

import io.modelcontextprotocol.spec.McpSchema;
import reactor.core.publisher.Mono;

/** One thing that a client may ask for. */
interface KilnTool {
  /** Its name, what it is for, and its arguments. */
  McpSchema.Tool description();

  /**
   * Do it. Whoever cancels the result stops the work.
   *
   * @throws dev.kiln.spi.BadRequest when an argument is wrong; the result may fail with it, too
   */
  Mono<McpSchema.CallToolResult> call(ToolCall call);
}
