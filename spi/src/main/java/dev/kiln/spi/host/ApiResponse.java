package dev.kiln.spi.host;

import dev.kiln.spi.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * An answer to an HTTP request.
 *
 * @param status the HTTP status
 * @param json the body: JDK maps, lists, strings, numbers, booleans and null only
 */
@ValueType
public record ApiResponse(int status, @Nullable Object json) {
  public static ApiResponse ok(@Nullable Object json) {
    return new ApiResponse(200, json);
  }
}
