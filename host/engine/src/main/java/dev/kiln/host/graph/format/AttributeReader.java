package dev.kiln.host.graph.format;

import dev.kiln.host.graph.Attribute;
import dev.kiln.host.graph.UnreadableGraph;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Collects the value of one attribute. Writers leave out its type or its value where they are 0.
 */
final class AttributeReader {
  private static final int FLOATS = 6;
  private static final int STRINGS = 8;

  private final LongStream.Builder wholes = LongStream.builder();
  private final List<String> texts = new ArrayList<>();
  private byte[] reals = {};
  private int type;
  private @Nullable Attribute value;

  void set(Attribute found) {
    value = found;
  }

  void read(Message message, int field) throws IOException {
    switch (field) {
      case Fields.ATTRIBUTE_TYPE -> type = (int) message.number();
      case Fields.ATTRIBUTE_REAL -> value = new Attribute.Real(message.real());
      case Fields.ATTRIBUTE_WHOLE -> value = new Attribute.Whole(message.number());
      case Fields.ATTRIBUTE_TEXT -> value = new Attribute.Text(utf8(message.bytes()));
      case Fields.ATTRIBUTE_WHOLES -> message.numbers(wholes::add);
      case Fields.ATTRIBUTE_REALS -> reals = join(reals, message.fixed(Float.BYTES));
      case Fields.ATTRIBUTE_TEXTS -> texts.add(utf8(message.bytes()));
      default -> message.skip();
    }
  }

  Attribute value(String name) {
    if (value != null && type < FLOATS) {
      return value;
    }
    return switch (type) {
      case 0 -> guess(name);
      case 1 -> new Attribute.Real(0);
      case 2 -> new Attribute.Whole(0);
      case 3 -> new Attribute.Text("");
      case FLOATS -> new Attribute.Reals(floats());
      case 7 -> new Attribute.Wholes(wholes.build().toArray());
      case STRINGS -> new Attribute.Texts(List.copyOf(texts));
      default ->
          throw new UnreadableGraph(
              "has an attribute '" + name + "' of type " + type + ", which Kiln does not keep");
    };
  }

  private Attribute guess(String name) {
    long[] numbers = wholes.build().toArray();
    if (numbers.length > 0) {
      return new Attribute.Wholes(numbers);
    } else if (reals.length > 0) {
      return new Attribute.Reals(floats());
    } else if (!texts.isEmpty()) {
      return new Attribute.Texts(List.copyOf(texts));
    }
    throw new UnreadableGraph("has an attribute '" + name + "' without a value");
  }

  private float[] floats() {
    float[] values = new float[reals.length / Float.BYTES];
    ByteBuffer.wrap(reals).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  static byte[] join(byte[] a, byte[] b) {
    byte[] both = java.util.Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  private static String utf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
