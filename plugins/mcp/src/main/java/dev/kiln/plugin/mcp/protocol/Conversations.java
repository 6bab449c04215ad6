package dev.kiln.plugin.mcp.protocol;

import dev.kiln.spi.BadRequest;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpStreamableServerSession;
import io.modelcontextprotocol.spec.McpStreamableServerTransportProvider;
import io.modelcontextprotocol.spec.ProtocolVersions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The clients there are. Few say goodbye, so that of many the one that was heard of longest ago is
 * forgotten; it begins anew when it is told that it is not known. Safe from any thread.
 */
@Singleton
public final class Conversations implements McpStreamableServerTransportProvider {
  private static final int MOST = 256;

  private final Messages messages;
  private final Map<String, Conversation> open = new LinkedHashMap<>(16, 0.75f, true);
  private volatile McpStreamableServerSession.@Nullable Factory factory;

  @Inject
  Conversations(Messages messages) {
    this.messages = messages;
  }

  /**
   * A client that has introduced itself.
   *
   * @param id by which it is found again
   * @param answer to its request
   */
  public record Begun(String id, McpSchema.JSONRPCResponse answer, Conversation conversation) {}

  /**
   * Answer {@code initialize}.
   *
   * @param tools that the client may call, by name
   * @throws BadRequest when its params are others
   */
  public Begun begin(McpSchema.JSONRPCRequest request, Set<String> tools) {
    McpSchema.InitializeRequest hello =
        messages.params(request, new TypeRef<McpSchema.InitializeRequest>() {});
    McpStreamableServerSession.McpStreamableServerSessionInit begun =
        Objects.requireNonNull(factory).startSession(hello);
    Conversation conversation = new Conversation(begun.session(), messages, tools);
    McpSchema.InitializeResult welcome = begun.initResult().block();
    String id = begun.session().getId();
    synchronized (open) {
      open.put(id, conversation);
      if (open.size() > MOST) {
        String oldest = open.keySet().iterator().next();
        open.remove(oldest).end();
      }
    }
    return new Begun(
        id,
        new McpSchema.JSONRPCResponse(McpSchema.JSONRPC_VERSION, request.id(), welcome, null),
        conversation);
  }

  public Optional<Conversation> find(String id) {
    synchronized (open) {
      return Optional.ofNullable(open.get(id));
    }
  }

  /** End one; whether it was there. */
  public boolean end(String id) {
    Conversation ended;
    synchronized (open) {
      ended = open.remove(id);
    }
    if (ended != null) {
      ended.end();
    }
    return ended != null;
  }

  @Override
  public List<String> protocolVersions() {
    return List.of(
        ProtocolVersions.MCP_2024_11_05,
        ProtocolVersions.MCP_2025_03_26,
        ProtocolVersions.MCP_2025_06_18,
        ProtocolVersions.MCP_2025_11_25);
  }

  @Override
  public void setSessionFactory(McpStreamableServerSession.Factory sessions) {
    factory = sessions;
  }

  /** Nothing here changes while a client listens. */
  @Override
  public Mono<Void> notifyClients(String method, Object params) {
    return Mono.empty();
  }

  @Override
  public Mono<Void> closeGracefully() {
    return Mono.fromRunnable(
        () -> {
          List<Conversation> all;
          synchronized (open) {
            all = List.copyOf(open.values());
            open.clear();
          }
          all.forEach(Conversation::end);
        });
  }
}
