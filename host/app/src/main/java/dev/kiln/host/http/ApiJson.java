package dev.kiln.host.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.http.ContentTooLargeResponse;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON in and out. NaN and Infinity are read, as Python's clients write them. */
final class ApiJson {
  /** Of any body: room for a few pictures in base64. */
  static final int MOST_BYTES = 64 << 20;

  private final ObjectMapper mapper =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(MOST_BYTES).build())
                  .build())
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  ObjectMapper mapper() {
    return mapper;
  }

  /**
   * The body of a request.
   *
   * @throws WrongTypes when it is not a JSON object
   * @throws ContentTooLargeResponse when it is larger than 64 MB
   */
  @SuppressWarnings("unchecked")
  Map<String, Object> body(Context context) {
    if (value(context) instanceof Map<?, ?> object) {
      return (Map<String, Object>) object;
    }
    throw problem(List.of("body"), Kind.OBJECT.message(), Kind.OBJECT.code());
  }

  /**
   * The body of a request as whatever JSON it is; null for {@code null}. Counted while it is read:
   * a chunked body does not announce its length.
   *
   * @throws WrongTypes when it is not JSON
   * @throws ContentTooLargeResponse when it is larger than 64 MB
   */
  @Nullable Object value(Context context) {
    byte[] bytes = bytes(context);
    try {
      return mapper.readValue(bytes, Object.class);
    } catch (MismatchedInputException e) {
      // In Python's words: Jackson's name Java classes.
      throw undecodable(e, new String(bytes, UTF_8).isBlank() ? "Expecting value" : "Extra data");
    } catch (JsonProcessingException e) {
      throw undecodable(e, reason(e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String write(@Nullable Object value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("this cannot be written as JSON: " + value, e);
    }
  }

  private static WrongTypes undecodable(JsonProcessingException e, String message) {
    long at = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getByteOffset());
    return problem(List.of("body", at), message, "value_error.jsondecode");
  }

  /** Without the places that Jackson describes in its own terms. */
  private static String reason(JsonProcessingException e) {
    return e.getOriginalMessage().replaceAll("(?s)\\s*\\(?[^(\\[]*\\[Source:.*", "");
  }

  private static byte[] bytes(Context context) {
    try {
      byte[] bytes = context.req().getInputStream().readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw tooLarge();
      }
      return bytes;
    } catch (IOException e) {
      throw new HttpProblem(400, "the body of the request breaks off or is no HTTP; send it again");
    }
  }

  static ContentTooLargeResponse tooLarge() {
    return new ContentTooLargeResponse(
        "the body is larger than " + (MOST_BYTES >> 20) + " MB; send less");
  }

  private static WrongTypes problem(List<Object> where, String message, String type) {
    return new WrongTypes(List.of(new WrongTypes.Problem(where, message, type)));
  }
}
