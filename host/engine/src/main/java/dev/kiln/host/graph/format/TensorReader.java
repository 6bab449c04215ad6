package dev.kiln.host.graph.format;

import dev.kiln.host.graph.ElementType;
import dev.kiln.host.graph.UnreadableGraph;
import dev.kiln.host.graph.Weight;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Reads one tensor. Its values may stand in six different fields; here they are one kind of bytes.
 */
final class TensorReader {
  /**
   * Values up to this many bytes are read: shapes, scales and the like, which rewriting looks at.
   */
  private static final int INLINE = 1024;

  private static final int EXTERNAL = 1;

  private final Path file;
  private final LongStream.Builder shape = LongStream.builder();
  private final Map<String, String> external = new HashMap<>();
  private final List<Long> numbers = new ArrayList<>();
  private String name = "";
  private int type = ElementType.FLOAT.code();
  private int location;
  private Weight.Data data = new Weight.Inline(new byte[0]);

  TensorReader(Path file) {
    this.file = file;
  }

  Weight read(Message message) throws IOException {
    message.each(field -> read(message, field));
    ElementType element = ElementType.of(type);
    Weight weight = new Weight(name, element, shape.build().toArray(), data(element));
    long length =
        weight.data() instanceof Weight.Inline inline
            ? inline.bytes().length
            : ((Weight.InFile) weight.data()).length();
    if (length != Math.multiplyExact(weight.size(), (long) element.bytes())) {
      throw new UnreadableGraph(
          "has a weight '" + name + "' of " + length + " bytes, which is not its shape's size");
    }
    return weight;
  }

  private void read(Message message, int field) throws IOException {
    switch (field) {
      case Fields.TENSOR_DIMS -> message.numbers(shape::add);
      case Fields.TENSOR_TYPE -> type = (int) message.number();
      case Fields.TENSOR_NAME -> name = message.text();
      case Fields.TENSOR_RAW -> raw(message);
      case Fields.TENSOR_FLOATS -> append(message.fixed(Float.BYTES));
      case Fields.TENSOR_DOUBLES -> append(message.fixed(Double.BYTES));
      case Fields.TENSOR_INTS, Fields.TENSOR_LONGS -> message.numbers(numbers::add);
      case Fields.TENSOR_LOCATION -> location = (int) message.number();
      case Fields.TENSOR_EXTERNAL -> {
        List<String> entry = message.entry();
        external.put(entry.get(0), entry.get(1));
      }
      default -> message.skip();
    }
  }

  private void raw(Message message) throws IOException {
    int length = message.length();
    if (length <= INLINE) {
      data = new Weight.Inline(message.raw(length));
    } else {
      data = new Weight.InFile(file, message.position(), length);
      message.pass(length);
    }
  }

  private void append(byte[] more) {
    byte[] before = data instanceof Weight.Inline inline ? inline.bytes() : new byte[0];
    data = new Weight.Inline(AttributeReader.join(before, more));
  }

  private Weight.Data data(ElementType element) {
    if (location == EXTERNAL) {
      return external();
    }
    if (numbers.isEmpty()) {
      return data;
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(numbers.size() * element.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (long number : numbers) {
      switch (element.bytes()) {
        case 1 -> bytes.put((byte) number);
        case 2 -> bytes.putShort((short) number);
        case 4 -> bytes.putInt((int) number);
        default -> bytes.putLong(number);
      }
    }
    return new Weight.Inline(bytes.array());
  }

  private Weight.InFile external() {
    Path folder = file.getParent();
    Path target = folder.resolve(external.getOrDefault("location", "")).normalize();
    if (!target.startsWith(folder) || target.equals(folder)) {
      throw new UnreadableGraph(
          "keeps the weight '" + name + "' in " + target + ", which is outside its own folder");
    }
    try {
      long offset = Long.parseLong(external.getOrDefault("offset", "0"));
      long length = Long.parseLong(external.getOrDefault("length", "-1"));
      if (length < 0) {
        length = java.nio.file.Files.size(target) - offset;
      }
      return new Weight.InFile(target.toRealPath(), offset, length);
    } catch (NumberFormatException e) {
      throw new UnreadableGraph("keeps the weight '" + name + "' at " + external);
    } catch (IOException e) {
      throw new UnreadableGraph("needs the file " + target + " with its weights, which is missing");
    }
  }
}
