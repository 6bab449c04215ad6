package dev.kiln.host.graph.format;

import com.google.protobuf.CodedOutputStream;
import dev.kiln.host.graph.GraphPort;
import dev.kiln.host.graph.GraphPort.Dimension;
import java.io.IOException;

/** Writes the declaration of a graph's input or output. */
final class PortWriter {
  private PortWriter() {}

  static byte[] write(GraphPort port) {
    byte[] tensor =
        OnnxWriter.message(
            out -> {
              out.writeInt32(Fields.TENSOR_TYPE_ELEMENT, port.type().code());
              if (port.kind() == GraphPort.Kind.TENSOR) {
                out.writeByteArray(Fields.TENSOR_TYPE_SHAPE, shape(port));
              }
            });
    byte[] type = OnnxWriter.message(out -> out.writeByteArray(Fields.TYPE_TENSOR, tensor));
    byte[] whole =
        port.kind() == GraphPort.Kind.SEQUENCE
            ? OnnxWriter.message(
                out ->
                    out.writeByteArray(
                        Fields.TYPE_SEQUENCE,
                        OnnxWriter.message(
                            part -> part.writeByteArray(Fields.SEQUENCE_ELEMENT, type))))
            : type;
    return OnnxWriter.message(
        out -> {
          out.writeString(Fields.PORT_NAME, port.name());
          out.writeByteArray(Fields.PORT_TYPE, whole);
        });
  }

  private static byte[] shape(GraphPort port) {
    return OnnxWriter.message(
        out -> {
          for (Dimension dimension : port.shape()) {
            out.writeByteArray(
                Fields.SHAPE_DIM, OnnxWriter.message(part -> dimension(part, dimension)));
          }
        });
  }

  private static void dimension(CodedOutputStream out, Dimension dimension) throws IOException {
    if (dimension.size() >= 0) {
      out.writeInt64(Fields.DIM_SIZE, dimension.size());
    } else if (!dimension.symbol().isEmpty()) {
      out.writeString(Fields.DIM_SYMBOL, dimension.symbol());
    }
  }
}
