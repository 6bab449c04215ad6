package dev.kiln.plugin.mcp.protocol;

import dev.kiln.spi.BadRequest;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpStreamableServerSession;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;

/**
 * One client from its {@code initialize} to its end. The SDK's session answers; what is added is
 * that a client may cancel what it asked for. Safe from any thread.
 */
public final class Conversation {
  private static final Logger LOG = LoggerFactory.getLogger("mcp");
  private static final String CANCELLED = "notifications/cancelled";
  private static final String ID = "requestId";

  private static final TypeRef<McpSchema.CallToolRequest> CALL = new TypeRef<>() {};

  private final McpStreamableServerSession session;
  private final Messages messages;
  private final Set<String> tools;
  private final Map<Object, Running> running = new ConcurrentHashMap<>();

  /** A request under way. */
  private record Running(Disposable.Swap work, Outbox outbox) {}

  /**
   * @param tools that the client may call, by name
   */
  Conversation(McpStreamableServerSession session, Messages messages, Set<String> tools) {
    this.session = session;
    this.messages = messages;
    this.tools = tools;
  }

  /** Begin to answer a request; the outbox is closed when it is answered or was cancelled. */
  public void answer(McpSchema.JSONRPCRequest request, Outbox outbox) {
    try {
      check(request);
    } catch (BadRequest e) {
      outbox.sendMessage(Messages.wrong(request, e.getMessage())).subscribe();
      outbox.close();
      return;
    }
    Running call = new Running(Disposables.swap(), outbox);
    running.put(request.id(), call);
    call.work.update(
        session
            .responseStream(outbox)
            .handle(request)
            .doFinally(
                how -> {
                  running.remove(request.id(), call);
                  outbox.close();
                })
            .subscribe(
                nothing -> {},
                problem -> LOG.warn("{} could not be answered", request.method(), problem)));
  }

  /**
   * @throws BadRequest when the SDK cannot read a request, or would not say which tools there are
   */
  private void check(McpSchema.JSONRPCRequest request) {
    if (request.method().equals(McpSchema.METHOD_TOOLS_CALL)) {
      String tool = messages.params(request, CALL).name();
      if (!tools.contains(tool)) {
        throw new BadRequest(
            "there is no tool \"%s\"; there are: %s".formatted(tool, String.join(", ", tools)));
      }
    } else if (request.params() != null) {
      messages.params(request, Messages.OBJECT);
    }
  }

  /** A notification, or the answer to a request of the server's. */
  public void take(McpSchema.JSONRPCMessage message) {
    if (message instanceof McpSchema.JSONRPCNotification notification) {
      if (notification.method().equals(CANCELLED)) {
        if (notification.params() instanceof Map<?, ?> params && params.get(ID) != null) {
          cancel(params.get(ID));
        }
      } else {
        session.accept(notification).subscribe(nothing -> {}, Conversation::ignored);
      }
    } else if (message instanceof McpSchema.JSONRPCResponse response) {
      session.accept(response).subscribe(nothing -> {}, Conversation::ignored);
    }
  }

  private static void ignored(Throwable problem) {
    LOG.info("a message of a client was ignored: {}", problem.getMessage());
  }

  /** Stop what was asked for by a request, if it still runs. */
  public void cancel(Object request) {
    Running call = running.remove(request);
    if (call != null) {
      // First: a step that ends meanwhile is not told any more.
      call.outbox.close();
      call.work.dispose();
    }
  }

  /** Stop all. */
  public void end() {
    running.keySet().forEach(this::cancel);
  }
}
