package dev.kiln.plugin.mcp;

import dev.kiln.plugin.mcp.protocol.Conversation;
import dev.kiln.plugin.mcp.protocol.Conversations;
import dev.kiln.plugin.mcp.protocol.Messages;
import dev.kiln.plugin.mcp.tool.Tools;
import dev.kiln.spi.host.HostState;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator.ValidationResponse;
import io.modelcontextprotocol.server.McpAsyncServer;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.spec.McpSchema;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import reactor.core.scheduler.Schedulers;

/** The SDK's server with Kiln's tools, for any number of clients. */
@Singleton
final class KilnServer {
  private static final String INSTRUCTIONS =
      "Kiln draws pictures with Stable Diffusion on the user's own machine. Prompts are lists of"
          + " words and short phrases. A picture takes seconds to minutes. Each picture that is"
          + " made has a name, picture-1 and so on, by which edit and upscale find it again.";

  private final Conversations conversations;
  private final Set<String> tools;
  private final McpAsyncServer server;

  @Inject
  KilnServer(Conversations conversations, Messages messages, Tools tools, HostState host) {
    this.conversations = conversations;
    this.tools = tools.names();
    this.server =
        McpServer.async(conversations)
            .serverInfo("kiln", host.version())
            .jsonMapper(messages.mapper())
            // Arguments are checked where they are read, with better sentences.
            .jsonSchemaValidator((schema, value) -> ValidationResponse.asValid(null))
            .capabilities(McpSchema.ServerCapabilities.builder().tools(false).build())
            .instructions(INSTRUCTIONS)
            .tools(tools.all())
            .build();
  }

  /** Answer {@code initialize}. */
  Conversations.Begun begin(McpSchema.JSONRPCRequest request) {
    return conversations.begin(request, tools);
  }

  Optional<Conversation> find(String id) {
    return conversations.find(id);
  }

  boolean end(String id) {
    return conversations.end(id);
  }

  /** The plugin goes: nothing of it may run on. */
  void stop(
      @Observes(notifyObserver = Reception.IF_EXISTS) @BeforeDestroyed(ApplicationScoped.class)
          Object any) {
    server.closeGracefully().block();
    Schedulers.shutdownNow();
  }
}
