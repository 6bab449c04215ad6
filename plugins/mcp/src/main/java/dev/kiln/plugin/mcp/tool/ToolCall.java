package dev.kiln.plugin.mcp.tool;

import dev.kiln.spi.BadRequest;
import io.modelcontextprotocol.server.McpAsyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call of a tool by a client. */
record ToolCall(McpAsyncServerExchange client, McpSchema.CallToolRequest request) {
  private static final Logger LOG = LoggerFactory.getLogger("mcp");

  /** All arguments but those that are null, for the tool to change. */
  Map<String, Object> arguments() {
    Map<String, Object> arguments = new LinkedHashMap<>();
    if (request.arguments() != null) {
      arguments.putAll(request.arguments());
    }
    arguments.values().removeIf(value -> value == null);
    return arguments;
  }

  /**
   * Take a text out of the arguments.
   *
   * @return empty for none
   */
  static String text(Map<String, Object> arguments, String name) {
    Object value = arguments.remove(name);
    if (value == null || value instanceof String) {
      return value == null ? "" : (String) value;
    }
    throw new BadRequest(name + " is " + value + "; it must be a text");
  }

  /**
   * @throws BadRequest when there is none, or no words are in it
   */
  static void demandPrompt(Map<String, Object> arguments, String what) {
    Object prompt = arguments.get("prompt");
    if (prompt != null && !(prompt instanceof String)) {
      throw new BadRequest("prompt is " + prompt + "; it must be a text");
    } else if (prompt == null || prompt.toString().isBlank()) {
      throw new BadRequest("prompt is " + (prompt == null ? "missing" : "empty") + "; " + what);
    }
  }

  /** Tell the client how far the work is, if it wants to know. Never fails. */
  void progress(double done, double total, String what) {
    Object token = request.progressToken();
    if (token != null) {
      client
          .progressNotification(
              McpSchema.ProgressNotification.builder(token, done)
                  .total(total)
                  .message(what)
                  .build())
          .subscribe(nothing -> {}, problem -> LOG.debug("nobody hears of the progress", problem));
    }
  }
}
