package dev.kiln.host;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The service {@code Json}, over Jackson. */
public final class JsonCodec implements Json {
  private static final int MOST_BYTES = 16 << 20;
  private static final int MOST_LEVELS = 100;

  private final ObjectMapper mapper =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MOST_LEVELS).build())
                  .build())
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .addModule(
              new SimpleModule()
                  .addSerializer(new FiniteOrNull<>(Double.class))
                  .addSerializer(new FiniteOrNull<>(Float.class)))
          .build();

  @Override
  public Map<String, @Nullable Object> object(String what, String text) {
    return object(what, text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Map<String, @Nullable Object> object(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return object(file.toString(), in.readNBytes(MOST_BYTES + 1));
    } catch (IOException e) {
      throw new BadRequest(
          file + " cannot be read, " + DiskReason.of(e) + "; see to it or leave it out", e);
    }
  }

  @SuppressWarnings("unchecked")
  private Map<String, @Nullable Object> object(String what, byte[] text) {
    if (text.length > MOST_BYTES) {
      throw new BadRequest(
          "%s is larger than %d MB; make it smaller".formatted(what, MOST_BYTES >> 20));
    }
    try {
      if (mapper.readValue(text, Object.class) instanceof Map<?, ?> object) {
        return (Map<String, @Nullable Object>) object;
      }
      throw new BadRequest(what + " is JSON but no object, expected {...}; write one");
    } catch (StreamConstraintsException e) {
      throw new BadRequest(
          "%s has more than %d levels, or a name or number that is too long; make it simpler"
              .formatted(what, MOST_LEVELS),
          e);
    } catch (JsonProcessingException e) {
      JsonLocation place = e.getLocation();
      throw new BadRequest(
          "%s is not readable JSON at line %d, column %d; mend it there"
              .formatted(what, place.getLineNr(), Math.max(1, place.getColumnNr())),
          e);
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory cannot break off", e);
    }
  }

  @Override
  public String write(@Nullable Object value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("this cannot be written as JSON: " + value, e);
    }
  }

  /** JSON has no infinity. */
  private static final class FiniteOrNull<N extends Number> extends StdSerializer<N> {
    FiniteOrNull(Class<N> type) {
      super(type);
    }

    @Override
    public void serialize(N value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      if (Double.isFinite(value.doubleValue())) {
        out.writeNumber(value.toString());
      } else {
        out.writeNull();
      }
    }
  }
}
