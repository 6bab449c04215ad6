package dev.kiln.plugin.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kiln.plugin.mcp.protocol.Conversation;
import dev.kiln.plugin.mcp.protocol.Conversations;
import dev.kiln.plugin.mcp.protocol.Messages;
import dev.kiln.plugin.mcp.protocol.Outbox;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.hook.HttpEndpoint;
import dev.kiln.spi.host.ApiCall;
import dev.kiln.spi.host.ApiResponse;
import dev.kiln.spi.host.EventStream;
import dev.kiln.spi.index.Route;
import io.modelcontextprotocol.spec.McpSchema;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.pf4j.Extension;

/**
 * The protocol's streamable HTTP: each request is answered by a stream of events that ends with its
 * answer. The stream of what the server says unasked is not offered, so that GET is not allowed.
 */
@Extension
@Singleton
@Route(method = "POST", path = McpRoute.PATH, summary = "A message of the Model Context Protocol")
@Route(method = "DELETE", path = McpRoute.PATH, summary = "End a session of the protocol")
public final class McpRoute implements HttpEndpoint {
  static final String PATH = "/mcp";
  static final String SESSION = "Mcp-Session-Id";

  private final KilnServer server;
  private final Messages messages;

  @Inject
  McpRoute(KilnServer server, Messages messages) {
    this.server = server;
    this.messages = messages;
  }

  @Override
  public ApiResponse handle(ApiCall call) throws IOException {
    String session = call.header(SESSION).orElse("");
    if (call.method().equals("DELETE")) {
      return server.end(session) ? new ApiResponse.Empty(200) : unknown(session);
    }
    McpSchema.JSONRPCMessage message;
    try {
      message = messages.read(new String(call.content().bytes(), UTF_8));
    } catch (IOException e) {
      return refused(
          400, McpSchema.ErrorCodes.PARSE_ERROR, "the body is no message of JSON-RPC 2.0");
    }
    if (message instanceof McpSchema.JSONRPCRequest request
        && request.method().equals(McpSchema.METHOD_INITIALIZE)) {
      try {
        Conversations.Begun begun = server.begin(request);
        return ApiResponse.ok(messages.json(begun.answer())).with(SESSION, begun.id());
      } catch (BadRequest e) {
        return refused(400, McpSchema.ErrorCodes.INVALID_PARAMS, e.getMessage());
      }
    }
    Optional<Conversation> conversation = server.find(session);
    return conversation.map(it -> answer(it, message)).orElseGet(() -> unknown(session));
  }

  private ApiResponse answer(Conversation conversation, McpSchema.JSONRPCMessage message) {
    if (message instanceof McpSchema.JSONRPCRequest request) {
      return new ApiResponse.Events(listener -> stream(conversation, request, listener));
    }
    conversation.take(message);
    return new ApiResponse.Empty(202);
  }

  /** On the stream's own thread; a client that has gone cancels what it asked for. */
  private void stream(
      Conversation conversation, McpSchema.JSONRPCRequest request, EventStream listener)
      throws InterruptedException {
    BlockingQueue<Optional<McpSchema.JSONRPCMessage>> out = new LinkedBlockingQueue<>();
    conversation.answer(
        request,
        new Outbox(messages, it -> out.add(Optional.of(it)), () -> out.add(Optional.empty())));
    try {
      for (var next = out.take(); next.isPresent(); next = out.take()) {
        listener.send("message", messages.json(next.get()));
      }
    } finally {
      conversation.cancel(request.id());
    }
  }

  /** As the protocol says, so that the client begins anew. */
  private static ApiResponse unknown(String session) {
    return session.isEmpty()
        ? refused(
            400,
            McpSchema.ErrorCodes.INVALID_REQUEST,
            "the header " + SESSION + " is missing; send initialize first")
        : refused(
            404,
            McpSchema.ErrorCodes.INVALID_REQUEST,
            "there is no session " + session + "; send initialize to begin one");
  }

  private static ApiResponse refused(int status, int code, String sentence) {
    return new ApiResponse.Json(status, Messages.error(null, code, sentence));
  }
}
