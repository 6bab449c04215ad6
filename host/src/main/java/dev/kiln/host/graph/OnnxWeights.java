package dev.kiln.host.graph;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.kiln.spi.tensor.Tensor;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads single small weights out of an ONNX file by name. Walks the wire format and skips all other
 * weights, so a model of any size costs little memory.
 */
public final class OnnxWeights {
  // Field numbers of onnx.proto.
  private static final int MODEL_GRAPH = 7;
  private static final int GRAPH_INITIALIZER = 5;
  private static final int TENSOR_DIMS = 1;
  private static final int TENSOR_DATA_TYPE = 2;
  private static final int TENSOR_FLOAT_DATA = 4;
  private static final int TENSOR_NAME = 8;
  private static final int TENSOR_RAW_DATA = 9;

  private static final int FLOAT = 1;
  private static final int FLOAT16 = 10;

  /** Larger weights are skipped unread: what is looked for is a vector. */
  private static final int LARGEST = 1 << 20;

  private final Path file;

  public OnnxWeights(Path file) {
    this.file = file;
  }

  /**
   * The first float32 or float16 weight whose name fits; empty when there is none inside this file.
   */
  public Optional<Tensor> find(Predicate<String> name) throws IOException {
    try (InputStream stream = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      CodedInputStream in = CodedInputStream.newInstance(stream);
      in.setSizeLimit(Integer.MAX_VALUE);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (WireFormat.getTagFieldNumber(tag) == MODEL_GRAPH) {
          in.pushLimit(in.readRawVarint32());
          return inGraph(in, name);
        }
        in.skipField(tag);
      }
      return Optional.empty();
    }
  }

  private static Optional<Tensor> inGraph(CodedInputStream in, Predicate<String> name)
      throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int size = 0;
      if (WireFormat.getTagFieldNumber(tag) == GRAPH_INITIALIZER) {
        size = in.readRawVarint32();
        if (size <= LARGEST) {
          int limit = in.pushLimit(size);
          Optional<Tensor> found = tensor(in, name);
          in.popLimit(limit);
          if (found.isPresent()) {
            return found;
          }
        } else {
          in.skipRawBytes(size);
        }
      } else {
        in.skipField(tag);
      }
    }
    return Optional.empty();
  }

  private static Optional<Tensor> tensor(CodedInputStream in, Predicate<String> wanted)
      throws IOException {
    List<Integer> shape = new ArrayList<>();
    String name = "";
    ByteBuffer raw = null;
    int type = FLOAT;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case TENSOR_DIMS -> dims(in, tag, shape);
        case TENSOR_DATA_TYPE -> type = in.readInt32();
        case TENSOR_NAME -> name = in.readString();
        case TENSOR_RAW_DATA, TENSOR_FLOAT_DATA -> raw = in.readByteBuffer();
        default -> in.skipField(tag);
      }
    }
    boolean known = type == FLOAT || type == FLOAT16;
    if (raw == null || !known || !wanted.test(name)) {
      return Optional.empty();
    }
    int[] dims = shape.stream().mapToInt(Integer::intValue).toArray();
    return Optional.of(Tensor.of(values(raw.order(ByteOrder.LITTLE_ENDIAN), type), dims));
  }

  private static float[] values(ByteBuffer raw, int type) {
    float[] values = new float[raw.remaining() / (type == FLOAT ? Float.BYTES : Short.BYTES)];
    for (int i = 0; i < values.length; i++) {
      values[i] = type == FLOAT ? raw.getFloat() : HalfFloat.toFloat(raw.getShort());
    }
    return values;
  }

  private static void dims(CodedInputStream in, int tag, List<Integer> shape) throws IOException {
    if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
      shape.add((int) in.readInt64());
      return;
    }
    int limit = in.pushLimit(in.readRawVarint32());
    while (!in.isAtEnd()) {
      shape.add((int) in.readInt64());
    }
    in.popLimit(limit);
  }
}
