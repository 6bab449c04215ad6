package dev.kiln.host.graph;

import dev.kiln.host.graph.GraphPort.Dimension;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the declaration of a graph's input or output. */
final class PortReader {
  private final List<Dimension> shape = new ArrayList<>();
  private String name = "";
  private int type = ElementType.FLOAT.code();

  private PortReader() {}

  static GraphPort read(Message message) throws IOException {
    PortReader reader = new PortReader();
    message.each(
        field -> {
          switch (field) {
            case Fields.PORT_NAME -> reader.name = message.text();
            case Fields.PORT_TYPE -> message.nested(reader::type);
            default -> message.skip();
          }
        });
    return new GraphPort(reader.name, ElementType.of(reader.type), List.copyOf(reader.shape));
  }

  private void type(Message message) throws IOException {
    message.each(
        field -> {
          if (field != Fields.TYPE_TENSOR) {
            throw new UnreadableGraph("has '" + name + "', which is no tensor");
          }
          message.nested(this::tensor);
        });
  }

  private void tensor(Message message) throws IOException {
    message.each(
        field -> {
          switch (field) {
            case Fields.TENSOR_TYPE_ELEMENT -> type = (int) message.number();
            case Fields.TENSOR_TYPE_SHAPE -> message.nested(this::shape);
            default -> message.skip();
          }
        });
  }

  private void shape(Message message) throws IOException {
    message.each(
        field -> {
          if (field == Fields.SHAPE_DIM) {
            message.nested(this::dimension);
          } else {
            message.skip();
          }
        });
  }

  private void dimension(Message message) throws IOException {
    Dimension[] found = {Dimension.free("")};
    message.each(
        field -> {
          switch (field) {
            case Fields.DIM_SIZE -> found[0] = Dimension.of(message.number());
            case Fields.DIM_SYMBOL -> found[0] = Dimension.free(message.text());
            default -> message.skip();
          }
        });
    shape.add(found[0]);
  }
}
