package dev.kiln.plugin.mcp.protocol;

import dev.kiln.spi.BadRequest;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The protocol's messages as JSON. Safe from any thread. */
@Singleton
public final class Messages {
  static final TypeRef<Map<String, Object>> OBJECT = new TypeRef<>() {};

  // Named, as the SDK would look for one with a class loader that does not know this jar.
  private final McpJsonMapper mapper = new JacksonMcpJsonMapper(JsonMapper.builder().build());

  public McpJsonMapper mapper() {
    return mapper;
  }

  /**
   * @throws IOException when it is no message
   */
  public McpSchema.JSONRPCMessage read(String text) throws IOException {
    try {
      return McpSchema.deserializeJsonRpcMessage(mapper, text);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** As the host writes JSON. */
  public Map<String, Object> json(Object message) {
    return mapper.convertValue(message, OBJECT);
  }

  /** On one line in ASCII, which no encoding of a terminal changes. */
  public String line(Object message) {
    try {
      StringBuilder line = new StringBuilder();
      mapper
          .writeValueAsString(message)
          .chars()
          .forEach(
              c -> {
                if (c < 0x7f) {
                  line.append((char) c);
                } else {
                  line.append("\\u%04x".formatted(c));
                }
              });
      return line.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  <T> T as(Object value, TypeRef<T> type) {
    return mapper.convertValue(value, type);
  }

  /**
   * The params of a request as its method has them: of others the SDK throws, and answers nothing.
   *
   * @throws BadRequest when they are others
   */
  <T> T params(McpSchema.JSONRPCRequest request, TypeRef<T> type) {
    T params;
    try {
      params = as(request.params(), type);
    } catch (RuntimeException other) {
      throw new BadRequest(sentence(request), other);
    }
    if (params == null) {
      throw new BadRequest(sentence(request));
    }
    return params;
  }

  /** What is answered to a request that cannot be read. */
  static McpSchema.JSONRPCResponse wrong(McpSchema.JSONRPCRequest request, String sentence) {
    return new McpSchema.JSONRPCResponse(
        McpSchema.JSONRPC_VERSION,
        request.id(),
        null,
        new McpSchema.JSONRPCResponse.JSONRPCError(
            McpSchema.ErrorCodes.INVALID_PARAMS, sentence, null));
  }

  static String sentence(McpSchema.JSONRPCRequest request) {
    return "params of %s are %s; they must be as the protocol has them"
        .formatted(request.method(), request.params());
  }

  /**
   * An answer that tells why there is none.
   *
   * @param id of the request; null where it is not known
   */
  public static Map<String, Object> error(@Nullable Object id, int code, String message) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("jsonrpc", McpSchema.JSONRPC_VERSION);
    error.put("id", id);
    error.put("error", Map.of("code", code, "message", message));
    return error;
  }
}
