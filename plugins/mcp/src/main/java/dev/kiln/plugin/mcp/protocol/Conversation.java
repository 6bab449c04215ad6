package dev.kiln.plugin.mcp.protocol;

import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpStreamableServerSession;
import java.util.Map;
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

  private final McpStreamableServerSession session;
  private final Map<Object, Running> running = new ConcurrentHashMap<>();

  /** A request under way. */
  private record Running(Disposable.Swap work, Outbox outbox) {}

  Conversation(McpStreamableServerSession session) {
    this.session = session;
  }

  /** Begin to answer a request; the outbox is closed when it is answered or was cancelled. */
  public void answer(McpSchema.JSONRPCRequest request, Outbox outbox) {
    if (!readable(request)) {
      outbox.sendMessage(Messages.wrong(request)).subscribe();
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

  /** Whether the SDK can read a request: of another it throws, and answers nothing. */
  private static boolean readable(McpSchema.JSONRPCRequest request) {
    if (request.params() instanceof Map<?, ?> params) {
      Object arguments = params.get("arguments");
      return !request.method().equals(McpSchema.METHOD_TOOLS_CALL)
          || params.get("name") instanceof String
              && (arguments == null || arguments instanceof Map<?, ?>);
    }
    return request.params() == null && !request.method().equals(McpSchema.METHOD_TOOLS_CALL);
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
