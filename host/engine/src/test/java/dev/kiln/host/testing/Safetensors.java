package dev.kiln.host.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.spi.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;
import java.util.TreeSet;

/** Reads the golden files of the tests: safetensors with F32, I64 and U8 tensors. */
public final class Safetensors {
  private final JsonNode header;
  private final ByteBuffer data;

  private Safetensors(JsonNode header, ByteBuffer data) {
    this.header = header;
    this.data = data;
  }

  /** Read a class path resource, for example {@code /goldens/unet.safetensors}. */
  public static Safetensors resource(String name) {
    try (InputStream in = Safetensors.class.getResourceAsStream(name)) {
      ByteBuffer bytes = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
      byte[] json = new byte[Math.toIntExact(bytes.getLong())];
      bytes.get(json);
      return new Safetensors(
          new ObjectMapper().readTree(json), bytes.slice().order(ByteOrder.LITTLE_ENDIAN));
    } catch (IOException e) {
      throw new IllegalStateException("no golden " + name, e);
    }
  }

  public Set<String> keys() {
    Set<String> keys = new TreeSet<>();
    header.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  public Tensor tensor(String key) {
    JsonNode entry = header.required(key);
    int[] shape = new int[entry.get("shape").size()];
    int size = 1;
    for (int i = 0; i < shape.length; i++) {
      shape[i] = entry.get("shape").get(i).asInt();
      size *= shape[i];
    }
    int offset = entry.get("data_offsets").get(0).asInt();
    float[] values = new float[size];
    String type = entry.get("dtype").asText();
    for (int i = 0; i < size; i++) {
      values[i] =
          switch (type) {
            case "F32" -> data.getFloat(offset + 4 * i);
            case "I64" -> data.getLong(offset + 8 * i);
            case "U8" -> data.get(offset + i) & 0xff;
            default -> throw new IllegalArgumentException(type);
          };
    }
    return Tensor.of(values, shape);
  }

  /** max|a-b| / max|b|, the relative difference that all golden tests use. */
  public static double difference(Tensor found, Tensor expected) {
    if (!found.sameShape(expected)) {
      throw new AssertionError("found " + found + ", expected " + expected);
    }
    double difference = 0;
    double largest = 0;
    for (int i = 0; i < expected.size(); i++) {
      difference = Math.max(difference, Math.abs(found.data()[i] - expected.data()[i]));
      largest = Math.max(largest, Math.abs(expected.data()[i]));
    }
    return difference / largest;
  }
}
