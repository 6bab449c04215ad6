package dev.kiln.host.weights.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.kiln.host.graph.Weight;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the JSON of a safetensors header piece by piece. */
final class HeaderReader {
  private static final String METADATA = "__metadata__";

  /** The largest checkpoints have some thousand. */
  private static final int MOST_TENSORS = 100_000;

  private static final int MOST_AXES = 8;
  private static final int DEEPEST = 8;

  private final Path file;
  private final long start;
  private final long bytes;
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();

  /**
   * @param start where the values begin in the file
   * @param bytes how many bytes of values there are
   */
  HeaderReader(Path file, long start, long bytes) {
    this.file = file;
    this.start = start;
    this.bytes = bytes;
  }

  Map<String, String> metadata() {
    return Collections.unmodifiableMap(metadata);
  }

  Map<String, StoredTensor> tensors() {
    return Collections.unmodifiableMap(tensors);
  }

  void read(InputStream in, long length) throws IOException {
    JsonFactory json =
        JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .build();
    // Malformed UTF-8 is an error here, where Jackson's own guess at an encoding would not be.
    InputStreamReader text =
        new InputStreamReader(new FirstBytes(in, length), StandardCharsets.UTF_8.newDecoder());
    try (JsonParser parser = json.createParser(text)) {
      expect(parser.nextToken() == JsonToken.START_OBJECT, "its header is no JSON object");
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        entry(parser, parser.currentName());
      }
      expect(parser.nextToken() == null, "something follows the JSON of its header");
    } catch (CharacterCodingException e) {
      throw Safetensors.broken(file, "its header is not UTF-8");
    } catch (JsonProcessingException e) {
      throw Safetensors.broken(file, "its header is not JSON: " + firstLine(e));
    }
    Layout.check(file, tensors.values(), start, bytes);
  }

  private static String firstLine(JsonProcessingException e) {
    return Quoted.of(String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("damaged"));
  }

  private void entry(JsonParser parser, String name) throws IOException {
    JsonToken value = parser.nextToken();
    if (name.equals(METADATA) && value == JsonToken.VALUE_NULL) {
      // As the format's own library reads it; some tools write it.
      return;
    }
    expect(value == JsonToken.START_OBJECT, "its header has no description of " + Quoted.of(name));
    if (name.equals(METADATA)) {
      metadata(parser);
      return;
    }
    expect(tensors.size() < MOST_TENSORS, "it has more than " + MOST_TENSORS + " tensors");
    Description description = new Description(name);
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "dtype" -> description.type = type(parser, name);
        case "shape" -> description.shape = numbers(parser, name, "shape");
        case "data_offsets" -> description.offsets = numbers(parser, name, "data_offsets");
        default -> parser.skipChildren();
      }
    }
    tensors.put(name, tensor(description));
  }

  private void metadata(JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      parser.nextToken();
      expect(
          parser.currentToken() == JsonToken.VALUE_STRING,
          "its metadata " + Quoted.of(key) + " is no text");
      metadata.put(key, parser.getText());
    }
  }

  private StoredType type(JsonParser parser, String name) throws IOException {
    String type = parser.currentToken().isScalarValue() ? parser.getText() : "";
    Optional<StoredType> known = StoredType.named(type);
    expect(known.isPresent(), Quoted.of(name) + " is of the unknown type " + Quoted.of(type));
    return known.orElseThrow();
  }

  private long[] numbers(JsonParser parser, String name, String field) throws IOException {
    String wrong = Quoted.of(name) + " has a " + field + " that is no list of whole numbers";
    expect(parser.currentToken() == JsonToken.START_ARRAY, wrong);
    long[] numbers = new long[MOST_AXES];
    int count = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      expect(count < MOST_AXES, Quoted.of(name) + " has more than 8 numbers in its " + field);
      expect(
          parser.currentToken() == JsonToken.VALUE_NUMBER_INT
              && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER
              && parser.getLongValue() >= 0,
          wrong + " from 0 to 2^63");
      numbers[count++] = parser.getLongValue();
    }
    return Arrays.copyOf(numbers, count);
  }

  private StoredTensor tensor(Description found) {
    String name = Quoted.of(found.name);
    StoredType type = found.type;
    long[] shape = found.shape;
    long[] offsets = found.offsets;
    if (type == null || shape == null || offsets == null) {
      throw Safetensors.broken(file, name + " lacks its dtype, shape or data_offsets");
    }
    expect(offsets.length == 2, name + " has " + offsets.length + " data_offsets, not 2");
    expect(
        offsets[0] <= offsets[1] && offsets[1] <= bytes,
        name
            + " lies at "
            + offsets[0]
            + " to "
            + offsets[1]
            + ", where the file has values from 0 to "
            + bytes);
    long length = offsets[1] - offsets[0];
    expect(
        length == Layout.bytes(type, shape),
        name
            + " has "
            + length
            + " bytes, which is not the size of "
            + type
            + Arrays.toString(shape));
    return new StoredTensor(
        found.name, type, shape, new Weight.InFile(file, start + offsets[0], length));
  }

  private void expect(boolean holds, String wrong) throws BadRequest {
    if (!holds) {
      throw Safetensors.broken(file, wrong);
    }
  }

  /** What was read so far about a tensor. */
  private static final class Description {
    private final String name;
    private @Nullable StoredType type;
    private long @Nullable [] shape;
    private long @Nullable [] offsets;

    Description(String name) {
      this.name = name;
    }
  }
}
