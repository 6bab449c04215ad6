package dev.kiln.plugin.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kiln.plugin.mcp.protocol.Conversation;
import dev.kiln.plugin.mcp.protocol.Conversations;
import dev.kiln.plugin.mcp.protocol.Messages;
import dev.kiln.plugin.mcp.protocol.Outbox;
import dev.kiln.plugin.mcp.tool.LocalFiles;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.hook.CliContribution;
import dev.kiln.spi.host.CliCall;
import dev.kiln.spi.index.Command;
import dev.kiln.spi.index.Option;
import io.modelcontextprotocol.spec.McpSchema;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/** {@code kiln mcp}: the protocol over stdin and stdout, a message on each line, for one client. */
@Extension
@Singleton
@Command(
    name = "mcp",
    summary = "draw for a language model, by the Model Context Protocol over stdin and stdout",
    options = McpCommand.Flags.class)
public final class McpCommand implements CliContribution {
  record Flags(
      @Option(
              label = "Folder that each picture is also written into",
              defaultValue = "",
              flags = "--output")
          String output) {}

  private final KilnServer server;
  private final Messages messages;
  private final LocalFiles files;

  @Inject
  McpCommand(KilnServer server, Messages messages, LocalFiles files) {
    this.server = server;
    this.messages = messages;
    this.files = files;
  }

  @Override
  public int run(CliCall call) throws InterruptedException {
    files.allow(call, call.options(Flags.class).output());
    BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();
    // A thread that reads cannot be interrupted.
    Thread reader = new Thread(() -> read(call, lines), "mcp-stdin");
    reader.setDaemon(true);
    reader.start();
    Talk talk = new Talk(call);
    try {
      for (var line = lines.take(); line.isPresent(); line = lines.take()) {
        talk.take(line.get());
      }
      return 0;
    } finally {
      talk.end();
    }
  }

  private static void read(CliCall call, BlockingQueue<Optional<String>> lines) {
    BufferedReader in = new BufferedReader(new InputStreamReader(call.input(), UTF_8));
    try {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.add(Optional.of(line));
      }
    } catch (IOException e) {
      call.say("kiln: stdin cannot be read any more (" + e.getMessage() + ")");
    } finally {
      lines.add(Optional.empty());
    }
  }

  /** With the one client; for one thread. */
  private final class Talk {
    private final CliCall call;
    private @Nullable Conversation conversation;

    Talk(CliCall call) {
      this.call = call;
    }

    void take(String line) {
      if (line.isBlank()) {
        return;
      }
      try {
        take(messages.read(line));
      } catch (IOException e) {
        print(
            Messages.error(
                null, McpSchema.ErrorCodes.PARSE_ERROR, "this line is no message of JSON-RPC 2.0"));
      }
    }

    private void take(McpSchema.JSONRPCMessage message) {
      if (message instanceof McpSchema.JSONRPCRequest request) {
        if (request.method().equals(McpSchema.METHOD_INITIALIZE)) {
          begin(request);
        } else if (conversation == null) {
          print(
              Messages.error(
                  request.id(), McpSchema.ErrorCodes.INVALID_REQUEST, "send initialize first"));
        } else {
          conversation.answer(request, new Outbox(messages, this::print, () -> {}));
        }
      } else if (conversation != null) {
        conversation.take(message);
      }
    }

    private void begin(McpSchema.JSONRPCRequest request) {
      try {
        Conversations.Begun begun = server.begin(request);
        conversation = begun.conversation();
        print(begun.answer());
      } catch (BadRequest e) {
        print(Messages.error(request.id(), McpSchema.ErrorCodes.INVALID_PARAMS, e.getMessage()));
      }
    }

    private void print(Object message) {
      call.print(messages.line(message));
    }

    void end() {
      if (conversation != null) {
        conversation.end();
      }
    }
  }
}
