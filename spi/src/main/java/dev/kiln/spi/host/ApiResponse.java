package dev.kiln.spi.host;

import dev.kiln.spi.ValueType;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer to an HTTP request. */
@ValueType
public sealed interface ApiResponse {
  /** JSON with status 200. */
  static Json ok(@Nullable Object json) {
    return new Json(200, json);
  }

  /** The same with a header. */
  default ApiResponse with(String name, String value) {
    return new Headed(Map.of(name, value), this);
  }

  /**
   * JSON.
   *
   * @param status the HTTP status
   * @param json the body: JDK maps, lists, strings, numbers, booleans and null only
   */
  @ValueType
  record Json(int status, @Nullable Object json) implements ApiResponse {}

  /**
   * Bytes with status 200.
   *
   * @param type their media type: {@code image/png}
   */
  @ValueType
  record Bytes(String type, byte[] bytes) implements ApiResponse {}

  /**
   * A file of this machine, read while it is sent, with status 200. The client learns nothing of
   * its path; one that is not there is answered with 404.
   *
   * @param type its media type
   */
  @ValueType
  record File(String type, Path path) implements ApiResponse {}

  /** Server-sent events with status 200, for as long as the source sends. */
  @ValueType
  record Events(EventSource source) implements ApiResponse {}

  /**
   * A status without a body.
   *
   * @param status the HTTP status: 202, 204
   */
  @ValueType
  record Empty(int status) implements ApiResponse {}

  /**
   * Another answer with headers of its own.
   *
   * @param headers by their names; they are sent before the answer, that of events too
   */
  @ValueType
  record Headed(Map<String, String> headers, ApiResponse answer) implements ApiResponse {
    public Headed {
      headers = Map.copyOf(headers);
    }
  }
}
