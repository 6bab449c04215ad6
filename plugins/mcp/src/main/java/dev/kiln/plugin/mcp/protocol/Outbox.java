package dev.kiln.plugin.mcp.protocol;

import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpStreamableServerTransport;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/** Where the messages that belong to one request go: its progress, then its answer. */
public final class Outbox implements McpStreamableServerTransport {
  private final Messages messages;
  private final Consumer<McpSchema.JSONRPCMessage> out;
  private final Runnable end;
  private volatile boolean closed;

  /**
   * @param out called from any thread; must not wait
   * @param end called when no more will come, perhaps several times
   */
  public Outbox(Messages messages, Consumer<McpSchema.JSONRPCMessage> out, Runnable end) {
    this.messages = messages;
    this.out = out;
    this.end = end;
  }

  @Override
  public Mono<Void> sendMessage(McpSchema.JSONRPCMessage message) {
    return Mono.fromRunnable(
        () -> {
          // A step that ends after the call was cancelled is of no interest.
          if (!closed) {
            out.accept(message);
          }
        });
  }

  @Override
  public Mono<Void> sendMessage(McpSchema.JSONRPCMessage message, String id) {
    return sendMessage(message);
  }

  @Override
  public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
    return messages.as(data, type);
  }

  @Override
  public Mono<Void> closeGracefully() {
    return Mono.fromRunnable(this::close);
  }

  @Override
  public void close() {
    closed = true;
    end.run();
  }
}
