package dev.kiln.spi.host;

import dev.kiln.spi.ValueType;
import java.util.Map;

/**
 * An answer to an HTTP request.
 *
 * @param status the HTTP status
 * @param json the body: JDK maps, lists, strings, numbers and booleans only
 */
@ValueType
public record ApiResponse(int status, Map<String, ?> json) {
  public static ApiResponse ok(Map<String, ?> json) {
    return new ApiResponse(200, json);
  }
}
