package dev.kiln.host.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kiln.host.fields.Kind;
import dev.kiln.host.fields.WrongTypes;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** JSON in and out. NaN and Infinity are read, as Python's clients write them. */
final class ApiJson {
  /** Of any body: room for a few pictures in base64. */
  static final int MOST_BYTES = 64 << 20;

  /** A pose has 400 numbers, and no client sends a thousand of them. */
  private static final int MOST_TOKENS = 500_000;

  private static final int MOST_LEVELS = 100;
  private static final int LONGEST_NAME = 1000;

  /** Of a field that nobody wants, which is not null. */
  static final String PASSED_OVER = "(not read)";

  private final ObjectMapper mapper =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxStringLength(MOST_BYTES)
                          .maxTokenCount(MOST_TOKENS)
                          .maxNestingDepth(MOST_LEVELS)
                          .maxNameLength(LONGEST_NAME)
                          .maxNumberLength(LONGEST_NAME)
                          .build())
                  .build())
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private final BodyPlaces places;

  ApiJson(BodyPlaces places) {
    this.places = places;
  }

  ObjectMapper mapper() {
    return mapper;
  }

  /** The body of a request: all that is in it. */
  Map<String, Object> body(Context context) {
    return body(context, name -> true);
  }

  /**
   * The body of a request.
   *
   * @param wanted whether a field is; the values of others are passed over and never held, and
   *     {@link #PASSED_OVER} stands for them
   * @throws WrongTypes when it is not a JSON object
   * @throws HttpProblem when it cannot be had: too large, too slow, broken off
   */
  Map<String, Object> body(Context context, Predicate<String> wanted) {
    return body(context, wanted, body -> body);
  }

  /**
   * What is made of the body of a request. A large one takes a place until that is done: pictures
   * in base64 take as much memory again as bytes, and the text need not be kept.
   *
   * @param use throws what {@link #body(Context, Predicate)} does not
   */
  <T> T body(Context context, Predicate<String> wanted, Function<Map<String, Object>, T> use) {
    return places.read(context, body -> use.apply(parsed(body, parser -> object(parser, wanted))));
  }

  /**
   * The body of a request as whatever JSON it is; null for {@code null}.
   *
   * @throws WrongTypes when it is not JSON
   * @throws HttpProblem as {@link #body(Context)} does
   */
  @Nullable Object value(Context context) {
    return places.read(
        context, body -> parsed(body, parser -> mapper.readValue(parser, Object.class)));
  }

  /** Reads a value, at the first token of which a parser stands. */
  private interface Reading<T extends @Nullable Object> {
    T of(JsonParser parser) throws IOException;
  }

  /** Parsed while it comes: never held as a whole. */
  private <T extends @Nullable Object> T parsed(InputStream body, Reading<T> reading)
      throws IOException {
    try (JsonParser parser = mapper.createParser(body)) {
      // In Python's words: Jackson's name Java classes.
      if (parser.nextToken() == null) {
        throw undecodable(parser.currentLocation(), "Expecting value");
      }
      T value = reading.of(parser);
      if (parser.nextToken() != null) {
        throw undecodable(parser.currentTokenLocation(), "Extra data");
      }
      return value;
    } catch (StreamConstraintsException e) {
      throw undecodable(
          e.getLocation(),
          "more than %d values, %d levels, or %d letters in a name or number"
              .formatted(MOST_TOKENS, MOST_LEVELS, LONGEST_NAME));
    } catch (JsonProcessingException e) {
      throw undecodable(e.getLocation(), reason(e));
    }
  }

  private Map<String, Object> object(JsonParser parser, Predicate<String> wanted)
      throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw problem(List.of("body"), Kind.OBJECT.message(), Kind.OBJECT.code());
    }
    Map<String, Object> object = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      if (wanted.test(name)) {
        object.put(name, mapper.readValue(parser, Object.class));
      } else {
        object.put(name, parser.currentToken() == JsonToken.VALUE_NULL ? null : PASSED_OVER);
        parser.skipChildren();
      }
    }
    return object;
  }

  /** A text as whatever JSON it is; the text itself where it is none. */
  Object parsed(String text) {
    try {
      return mapper.readValue(text, Object.class);
    } catch (JsonProcessingException e) {
      return text;
    }
  }

  /** JSON on many lines, for people. */
  String pretty(Object value) {
    try {
      return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("this cannot be written as JSON: " + value, e);
    }
  }

  String write(@Nullable Object value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("this cannot be written as JSON: " + value, e);
    }
  }

  private static WrongTypes undecodable(@Nullable JsonLocation place, String message) {
    long at = place == null ? 0 : Math.max(0, place.getByteOffset());
    return problem(List.of("body", at), message, "value_error.jsondecode");
  }

  /** Without the places that Jackson describes in its own terms. */
  private static String reason(JsonProcessingException e) {
    return e.getOriginalMessage().replaceAll("(?s)\\s*\\(?[^(\\[]*\\[Source:.*", "");
  }

  private static WrongTypes problem(List<Object> where, String message, String type) {
    return new WrongTypes(List.of(new WrongTypes.Problem(where, message, type, "")));
  }
}
