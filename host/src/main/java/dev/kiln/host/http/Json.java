package dev.kiln.host.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.http.ContentTooLargeResponse;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** JSON in and out. NaN and Infinity are read, as Python's clients write them. */
final class Json {
  /** Room for a few pictures in base64. */
  static final int MOST_BYTES = 64 << 20;

  private final ObjectMapper mapper =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(MOST_BYTES).build())
                  .build())
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  ObjectMapper mapper() {
    return mapper;
  }

  /**
   * The body of a request. Counted while it is read: a chunked body does not announce its length.
   *
   * @throws WrongTypes when it is not a JSON object
   * @throws ContentTooLargeResponse when it is larger than 64 MB
   */
  @SuppressWarnings("unchecked")
  Map<String, Object> body(Context context) {
    byte[] bytes = bytes(context);
    try {
      Object value = mapper.readValue(bytes, Object.class);
      if (value instanceof Map) {
        return (Map<String, Object>) value;
      }
      throw problem(List.of("body"), Kind.OBJECT.message(), Kind.OBJECT.code());
    } catch (JsonProcessingException e) {
      long at = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getByteOffset());
      throw problem(List.of("body", at), reason(e), "value_error.jsondecode");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String write(Object value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("this cannot be written as JSON: " + value, e);
    }
  }

  /** Without the places that Jackson describes in its own terms. */
  private static String reason(JsonProcessingException e) {
    return e.getOriginalMessage().replaceAll("(?s)\\s*\\(?[^(\\[]*\\[Source:.*", "");
  }

  private static byte[] bytes(Context context) {
    try {
      byte[] bytes = context.req().getInputStream().readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new ContentTooLargeResponse(
            "the body is larger than " + (MOST_BYTES >> 20) + " MB; send less");
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static WrongTypes problem(List<Object> where, String message, String type) {
    return new WrongTypes(List.of(new WrongTypes.Problem(where, message, type)));
  }
}
